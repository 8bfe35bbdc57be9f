package dev.sluice.device.cuda.image;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of one module, with every header that it includes by {@code "..."}, directly or
 * through another header. So NVRTC can compile it without a folder of headers.
 *
 * @param module the name of the file without {@code .cu}
 * @param text the source itself
 * @param headers the texts of the headers, by the name in the include
 */
record KernelSource(String module, String text, SortedMap<String, String> headers) {
  private static final Pattern INCLUDE =
      Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]*\"([^\"]+)\"", Pattern.MULTILINE);

  KernelSource {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /**
   * Reads a module and its headers.
   *
   * @throws IllegalArgumentException if there is no such module
   * @throws IllegalStateException if an included header is missing
   */
  static KernelSource read(KernelFiles files, String module) {
    byte[] text =
        files
            .find(module + ".cu")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "module: expected the name of a kernel file, got kernels/"
                            + module
                            + ".cu"));
    String source = new String(text, StandardCharsets.UTF_8);
    var headers = new TreeMap<String, String>();
    collect(files, module + ".cu", source, headers);
    return new KernelSource(module, source, headers);
  }

  /** The file name, such as {@code lstm.cu}. */
  String file() {
    return module + ".cu";
  }

  private static void collect(
      KernelFiles files, String from, String text, SortedMap<String, String> headers) {
    Matcher includes = INCLUDE.matcher(text);
    while (includes.find()) {
      String name = includes.group(1);
      if (headers.containsKey(name)) {
        continue;
      }
      byte[] bytes =
          files
              .find(name)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          String.format(
                              Locale.ROOT,
                              "kernels/%s includes \"%s\", and there is no kernels/%s",
                              from,
                              name,
                              name)));
      String header = new String(bytes, StandardCharsets.UTF_8);
      headers.put(name, header);
      collect(files, name, header, headers);
    }
  }
}

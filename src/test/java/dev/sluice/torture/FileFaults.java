package dev.sluice.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes file operations of another process fail, with {@code src/test/torture/filefaults.c}. Needs
 * Linux and a C compiler.
 */
final class FileFaults {
  private static final String SOURCE = "src/test/torture/filefaults.c";
  private static final List<String> COMPILERS = List.of("cc", "gcc", "g++ -x c");

  private final Path library;

  private FileFaults(Path library) {
    this.library = library;
  }

  /** The kinds of faults; the C source describes them. */
  enum Kind {
    KILL,
    TORN,
    SHORT,
    EIO,
    ENOSPC;

    /** Whether the program must succeed in spite of the fault. */
    boolean isHarmless() {
      return this == SHORT;
    }

    boolean kills() {
      return this == KILL || this == TORN;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Compiles the library into a folder.
   *
   * @return the library; empty if the system does not support it or has no C compiler
   */
  static Optional<FileFaults> compile(Path folder) throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    Path library = folder.resolve("filefaults.so");
    for (String compiler : COMPILERS) {
      String command = compiler + " -O1 -shared -fPIC -o '" + library + "' " + SOURCE + " -ldl";
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0) {
        return Optional.of(new FileFaults(library));
      }
    }
    return Optional.empty();
  }

  /** The environment of a process whose file operations are logged and do not fail. */
  Map<String, String> counting(Path folder, Path log) throws IOException {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FILEFAULTS_FOLDER", real(folder),
        "FILEFAULTS_LOG", log.toString());
  }

  /** The environment of a process whose file operation with this number, from 1, fails. */
  Map<String, String> at(long number, Kind kind, Path folder) throws IOException {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FILEFAULTS_FOLDER", real(folder),
        "FILEFAULTS_AT", Long.toString(number),
        "FILEFAULTS_KIND", kind.text());
  }

  /** The path as the kernel reports it. The folder itself need not exist yet. */
  private static String real(Path folder) throws IOException {
    return folder.getParent().toRealPath().resolve(folder.getFileName()).toString();
  }

  static List<String> changes(Path log) throws IOException {
    return Files.readAllLines(log);
  }
}

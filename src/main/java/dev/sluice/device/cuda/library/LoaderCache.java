package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cache of the system's loader, {@code /etc/ld.so.cache}, as {@code ldconfig -p} prints
 * it. The cache can know more folders than the configuration: an installer may have called {@code
 * ldconfig FOLDER}, and container tools mount a driver without changing the configuration.
 */
final class LoaderCache {
  private static final Logger LOG = LoggerFactory.getLogger(LoaderCache.class);
  private static final List<String> PROGRAMS = List.of("/sbin/ldconfig", "/usr/sbin/ldconfig");

  /** {@code libcuda.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libcuda.so.1}. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*lib(?:cuda|cublas|cudnn|nvrtc)\\S*\\.so\\S* \\(.*x86-64.*\\) => (/.*)/[^/]+");

  private LoaderCache() {}

  /** The folders of CUDA's libraries in the cache; none if ldconfig is not installed. */
  static List<Path> folders(HostEnvironment host) {
    for (String program : PROGRAMS) {
      Path file = host.at(program);
      if (Files.isExecutable(file)) {
        return folders(file, host);
      }
    }
    return List.of();
  }

  private static List<Path> folders(Path program, HostEnvironment host) {
    Set<Path> folders = new LinkedHashSet<>();
    try {
      for (String line : printedBy(program).lines().toList()) {
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
          folders.add(host.at(entry.group(1)));
        }
      }
    } catch (IOException e) {
      LOG.debug("{} -p: {}", program, e.getMessage());
    }
    return List.copyOf(folders);
  }

  private static String printedBy(Path program) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), "-p")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroy();
    }
  }
}

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
 * Changes of files that fail at will in another process, by {@code src/test/torture/filefaults.c}.
 * Linux alone, and where a C compiler is.
 */
final class FileFaults {
  private static final String SOURCE = "src/test/torture/filefaults.c";
  private static final List<String> COMPILERS = List.of("cc", "gcc", "g++ -x c");

  private final Path library;

  private FileFaults(Path library) {
    this.library = library;
  }

  /** What happens to a change; the C source says it in full. */
  enum Kind {
    KILL,
    TORN,
    SHORT,
    EIO,
    ENOSPC;

    /** Whether the program is expected to end well all the same. */
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
   * @return empty where the system has no such library or no C compiler
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

  /** The environment of a process whose changes are written to a log, and none fails. */
  Map<String, String> counting(Path folder, Path log) throws IOException {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FILEFAULTS_FOLDER", real(folder),
        "FILEFAULTS_LOG", log.toString());
  }

  /** The environment of a process whose change with this number, from 1, fails. */
  Map<String, String> at(long number, Kind kind, Path folder) throws IOException {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FILEFAULTS_FOLDER", real(folder),
        "FILEFAULTS_AT", Long.toString(number),
        "FILEFAULTS_KIND", kind.text());
  }

  /** As the kernel names it, though the folder itself need not be there yet. */
  private static String real(Path folder) throws IOException {
    return folder.getParent().toRealPath().resolve(folder.getFileName()).toString();
  }

  static List<String> changes(Path log) throws IOException {
    return Files.readAllLines(log);
  }
}

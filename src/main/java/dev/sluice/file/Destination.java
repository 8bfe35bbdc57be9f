package dev.sluice.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a path leads that is to be written: behind its symbolic links, which stay as they are.
 *
 * @param path the last link's target, in a folder without links; it need not exist
 * @param kind what stands there now
 */
public record Destination(Path path, Kind kind) {
  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** An open file of a process: a link whose text is no path, or a device that stands for it. */
  private static final Pattern DESCRIPTORS =
      Pattern.compile("/dev/fd|/proc/(\\d+)(?:/task/\\d+)?/fd");

  /** What stands at a path. */
  public enum Kind {
    /** Nothing. */
    NEW,
    /** A regular file, to be replaced. */
    FILE,
    /** A device, a pipe or a socket, to be written to. */
    DEVICE,
    /** This process's own standard output, whatever it is. */
    STANDARD_OUTPUT,
    /** This process's own standard error, whatever it is. */
    STANDARD_ERROR
  }

  /**
   * Follows a path.
   *
   * @throws NoSuchFileException naming the folder that does not exist
   * @throws FileSystemException if the path is a folder, its links have no end, or it is a number
   *     under which this process has a regular file open, other than standard output and error
   * @throws IOException if it cannot be followed
   */
  public static Destination of(Path target) throws IOException {
    Path path = target.toAbsolutePath();
    for (int links = 0; links <= MOST_LINKS; links++) {
      Path folder = path.getParent();
      if (folder == null) {
        throw isFolder(target);
      }
      Path realFolder = realFolder(folder);
      path = realFolder.resolve(path.getFileName());
      Matcher descriptors = DESCRIPTORS.matcher(realFolder.toString());
      if (descriptors.matches()) {
        return ofDescriptor(target, path, descriptors.group(1));
      }
      if (!Files.isSymbolicLink(path)) {
        return ofFile(target, path);
      }
      path = realFolder.resolve(Files.readSymbolicLink(path));
    }
    throw new FileSystemLoopException(target.toString());
  }

  private static Path realFolder(Path folder) throws IOException {
    try {
      return folder.toRealPath();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder");
    }
  }

  private static Destination ofDescriptor(Path target, Path path, String process)
      throws IOException {
    boolean own = process == null || Long.parseLong(process) == ProcessHandle.current().pid();
    String number = path.getFileName().toString();
    if (own && number.equals("1")) {
      return new Destination(path, Kind.STANDARD_OUTPUT);
    }
    if (own && number.equals("2")) {
      return new Destination(path, Kind.STANDARD_ERROR);
    }
    if (Files.notExists(path)) {
      throw new FileSystemException(target.toString(), null, "not open in this process");
    }
    if (own && Files.isRegularFile(path)) {
      // Java's own classes are among them: replacing such a file breaks every later JVM.
      throw new FileSystemException(
          target.toString(), null, "a file that this process has open; name it by its path");
    }
    return Files.isRegularFile(path)
        ? ofFile(target, path.toRealPath())
        : new Destination(path, Kind.DEVICE);
  }

  private static Destination ofFile(Path target, Path path) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return new Destination(path, Kind.NEW);
    }
    if (found.isDirectory()) {
      throw isFolder(target);
    }
    return new Destination(path, found.isRegularFile() ? Kind.FILE : Kind.DEVICE);
  }

  private static FileSystemException isFolder(Path target) {
    return new FileSystemException(target.toString(), null, "is a folder, expected a file");
  }
}

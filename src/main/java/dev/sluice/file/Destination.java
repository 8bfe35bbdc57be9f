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
 * The place that a write to a path changes, after following symbolic links, which stay as they are.
 *
 * @param path target of the last link, in a folder without links; need not exist
 * @param kind what exists there now
 */
public record Destination(Path path, Kind kind) {
  /** The limit of Linux. */
  private static final int MAX_LINKS = 40;

  /** Folders of the open files of a process, whose entries are links without a usable path. */
  private static final Pattern DESCRIPTORS =
      Pattern.compile("/dev/fd|/proc/(\\d+)(?:/task/\\d+)?/fd");

  /** What exists at a path. */
  public enum Kind {
    /** Nothing. */
    NEW,
    /** A regular file, which is replaced. */
    FILE,
    /** A device, a pipe or a socket, which is written to. */
    DEVICE,
    /** The standard output of this process, of any type. */
    STANDARD_OUTPUT,
    /** The standard error of this process, of any type. */
    STANDARD_ERROR
  }

  /**
   * Follows the symbolic links of a path.
   *
   * @throws NoSuchFileException naming a folder that does not exist
   * @throws FileSystemException if the path is a folder, its links form a loop, or it is the number
   *     of a regular file that this process has open, other than standard output and error
   * @throws IOException if it cannot be followed
   */
  public static Destination of(Path target) throws IOException {
    Path path = target.toAbsolutePath();
    for (int links = 0; links <= MAX_LINKS; links++) {
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
      // The JVM has its own class files open: replacing such a file would break every later JVM.
      throw new FileSystemException(
          target.toString(), null, "an open file of this process; give its path instead");
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

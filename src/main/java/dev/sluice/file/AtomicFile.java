package dev.sluice.file;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import java.util.regex.Pattern;

/** Puts a file in place whole or not at all, also after a crash or on a full disk. */
public final class AtomicFile {
  private static final String PREFIX = ".sluice-";
  private static final String SUFFIX = ".tmp";
  private static final Pattern BESIDE =
      Pattern.compile(Pattern.quote(PREFIX) + "[0-9a-f-]{36}" + Pattern.quote(SUFFIX));

  private AtomicFile() {}

  /** Writes the contents. */
  @FunctionalInterface
  public interface Body {
    /**
     * Writes to an empty file, or to a device, from its first byte to its last.
     *
     * @throws IOException if it cannot be written; a target that is a file then stays as it was
     */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file beside the target, forces it to the disk and renames it to the target, which
   * until then stays as it was. If anything fails the file beside is removed.
   *
   * <p>A regular file at the target is replaced and hands on its permissions; one that this process
   * may not write is refused. A symbolic link stays, and what it leads to is replaced or made. A
   * device or a pipe stays and is written to; so is this process's own standard output or error,
   * under any of its names, behind what the caller has flushed to it.
   *
   * @throws NoSuchFileException naming the target's folder if that does not exist
   * @throws IOException if it cannot be written, or the target is a folder
   */
  public static void replace(Path target, Body body) throws IOException {
    Destination destination = Destination.of(target);
    switch (destination.kind()) {
      case NEW -> rename(target, destination.path(), null, body);
      case FILE -> rename(target, destination.path(), destination.path(), body);
      case DEVICE -> {
        try (FileChannel channel = FileChannel.open(destination.path(), StandardOpenOption.WRITE)) {
          body.write(channel);
        }
      }
      case STANDARD_OUTPUT -> writeThrough(FileDescriptor.out, body);
      case STANDARD_ERROR -> writeThrough(FileDescriptor.err, body);
    }
  }

  /**
   * Writes text in UTF-8, as {@link #replace(Path, Body)}.
   *
   * @throws IOException if it cannot be written
   */
  public static void replace(Path target, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    replace(
        target,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /**
   * Removes the files that a killed process was writing beside their targets in a folder; for one
   * where nobody else writes.
   *
   * @throws IOException if the folder cannot be listed or a file not be removed
   */
  public static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(folder, AtomicFile::isLeftover)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static boolean isLeftover(Path path) {
    return BESIDE.matcher(path.getFileName().toString()).matches()
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * @param old the file that is replaced, or null
   */
  private static void rename(Path target, Path path, Path old, Body body) throws IOException {
    if (old != null && !Files.isWritable(old)) {
      throw new AccessDeniedException(target.toString());
    }
    // Not Files.createTempFile, whose files only their owner may read.
    Path beside = path.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      try (FileChannel channel = create(target, beside)) {
        if (old != null) {
          copyPermissions(old, beside);
        }
        body.write(channel);
        channel.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      remove(beside, e);
      throw e;
    }
  }

  /** The user knows nothing of a file beside. */
  private static FileChannel create(Path target, Path beside) throws IOException {
    try {
      return FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(
          target.toString(), null, "its folder does not allow new files");
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (old != null) {
      Files.setPosixFilePermissions(to, old.readAttributes().permissions());
    }
  }

  /** Not closed: what it writes to stays open, and its place in a file is shared with others. */
  @SuppressWarnings("resource")
  private static void writeThrough(FileDescriptor descriptor, Body body) throws IOException {
    body.write(new FileOutputStream(descriptor).getChannel());
  }

  private static void remove(Path file, Throwable cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}

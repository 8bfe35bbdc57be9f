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
import org.jspecify.annotations.Nullable;

/** Writes a file completely or not at all, even if the process crashes or the disk is full. */
public final class AtomicFile {
  private static final String PREFIX = ".sluice-";
  private static final String SUFFIX = ".tmp";
  private static final Pattern TEMPORARY =
      Pattern.compile(Pattern.quote(PREFIX) + "[0-9a-f-]{36}" + Pattern.quote(SUFFIX));

  private AtomicFile() {}

  /** Writes the contents of a file. */
  @FunctionalInterface
  public interface Body {
    /**
     * Writes to an empty file, or to a device, from the first byte to the last.
     *
     * @throws IOException if it cannot be written; a file at the target is then unchanged
     */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a temporary file in the folder of the target, forces it to the disk, and renames it to
   * the target. Until then the target is unchanged. If anything fails, the temporary file is
   * deleted.
   *
   * <p>A regular file at the target is replaced; the new file gets its permissions. A file that
   * this process may not write is refused. A symbolic link stays, and the file that it points to is
   * replaced or created. A device or a pipe stays and is written to directly. So is the standard
   * output or error of this process, under any of its names; the caller must flush it before.
   *
   * @throws NoSuchFileException naming the target's folder if it does not exist
   * @throws IOException if the file cannot be written, or the target is a folder
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
   * Writes text in UTF-8, like {@link #replace(Path, Body)}.
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
   * Deletes the temporary files that a killed process left in a folder. Only for a folder where no
   * other process writes.
   *
   * @throws IOException if the folder cannot be listed or a file cannot be deleted
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
    return TEMPORARY.matcher(path.getFileName().toString()).matches()
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Writes a temporary file and renames it.
   *
   * @param old the file that is replaced, or null
   */
  private static void rename(Path target, Path path, @Nullable Path old, Body body)
      throws IOException {
    if (old != null && !Files.isWritable(old)) {
      throw new AccessDeniedException(target.toString());
    }
    // Not Files.createTempFile: its files are readable by their owner only.
    Path temporary = path.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      try (FileChannel channel = create(target, temporary)) {
        if (old != null) {
          copyPermissions(old, temporary);
        }
        body.write(channel);
        channel.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      remove(temporary, e);
      throw e;
    }
  }

  /** The exception names the target, since the user does not know the temporary file. */
  private static FileChannel create(Path target, Path temporary) throws IOException {
    try {
      return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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

  /** Does not close the channel, since other code still uses the descriptor. */
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

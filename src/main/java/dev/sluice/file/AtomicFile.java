package dev.sluice.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    /** Writes to an empty file that is open for writing. */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file beside the target, forces it to the disk and renames it to the target, which
   * until then stays as it was. If anything fails the file beside is removed. A symbolic link at
   * the target is replaced, not followed.
   *
   * @throws IOException if it cannot be written
   */
  public static void replace(Path target, Body body) throws IOException {
    // Not Files.createTempFile, whose files only their owner may read.
    Path beside = target.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        body.write(channel);
        channel.force(true);
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      remove(beside, e);
      throw e;
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

  private static void remove(Path file, Throwable cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}

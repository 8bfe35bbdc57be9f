package dev.sluice.safetensors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Puts a file in place whole or not at all. */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes the contents. */
  @FunctionalInterface
  interface Body {
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file beside the target, forces it to the disk and renames it to the target, which
   * until then stays as it was. If anything fails the file beside is removed.
   */
  static void replace(Path target, Body body) throws IOException {
    // Not Files.createTempFile, whose files only their owner may read.
    Path beside = target.resolveSibling(".safetensors-" + UUID.randomUUID() + ".tmp");
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

  private static void remove(Path file, Throwable cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}

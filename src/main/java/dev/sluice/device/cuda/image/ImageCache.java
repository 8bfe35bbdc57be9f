package dev.sluice.device.cuda.image;

import dev.sluice.file.AtomicFile;
import dev.sluice.file.Sha256;
import dev.sluice.file.UserCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps compiled images in a folder, from one run to the next. Several processes may share it: an
 * entry is written to a temporary file and renamed. An entry begins with a magic number, the
 * image's length and its SHA-256; a truncated or changed entry counts as absent. A folder that
 * cannot be read or written costs time but is not an error.
 */
final class ImageCache {
  private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);

  /** "SLUICEK1" in ASCII. */
  private static final long MARK = 0x534C554943454B31L;

  private static final int HASH = 32;
  private static final int HEAD = Long.BYTES + Long.BYTES + HASH;

  private final Path folder;

  ImageCache(Path folder) {
    this.folder = folder;
  }

  /** The cache in this user's cache folder. */
  static ImageCache ofUser() {
    return new ImageCache(UserCache.folder().resolve("kernels"));
  }

  /** The image of a key, if the cache has it and it is complete. */
  Optional<byte[]> find(String key) {
    Path entry = entry(key);
    try {
      Optional<byte[]> image = unpack(Files.readAllBytes(entry));
      if (image.isEmpty()) {
        LOG.debug("kernels: {} is damaged", entry);
      }
      return image;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("kernels: {} cannot be read", entry, e);
      return Optional.empty();
    }
  }

  /** Stores an image; replaces another one with this key. */
  void keep(String key, byte[] image) {
    Path entry = entry(key);
    ByteBuffer bytes = pack(image);
    try {
      Files.createDirectories(folder);
      AtomicFile.replace(
          entry,
          channel -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          });
    } catch (IOException e) {
      LOG.debug("kernels: {} cannot be written", entry, e);
    }
  }

  private Path entry(String key) {
    return folder.resolve(key + ".image");
  }

  private static ByteBuffer pack(byte[] image) {
    return ByteBuffer.allocate(HEAD + image.length)
        .putLong(MARK)
        .putLong(image.length)
        .put(new Sha256().add(image).bytes())
        .put(image)
        .flip();
  }

  private static Optional<byte[]> unpack(byte[] entry) {
    if (entry.length < HEAD) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(entry);
    if (buffer.getLong() != MARK || buffer.getLong() != entry.length - HEAD) {
      return Optional.empty();
    }
    byte[] hash = new byte[HASH];
    buffer.get(hash);
    byte[] image = Arrays.copyOfRange(entry, HEAD, entry.length);
    return Arrays.equals(hash, new Sha256().add(image).bytes())
        ? Optional.of(image)
        : Optional.empty();
  }
}

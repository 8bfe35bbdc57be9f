package dev.sluice.file;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes a SHA-256 hash of files, strings and numbers. */
@CanIgnoreReturnValue
public final class Sha256 {
  private final MessageDigest digest;

  /** Starts an empty hash. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected a Java platform with SHA-256, found none", e);
    }
  }

  /**
   * The hash of a file's bytes, in lower-case hex.
   *
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    return new Sha256().add(file).hex();
  }

  /**
   * Adds the bytes of a file.
   *
   * @throws IOException if it cannot be read
   */
  public Sha256 add(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return this;
  }

  /** Adds bytes as they are. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds a text and its length, so that {@code "ab", "c"} and {@code "a", "bc"} differ. */
  public Sha256 add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  /** Adds numbers, big-endian. */
  public Sha256 add(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES));
    bytes.asIntBuffer().put(values);
    digest.update(bytes);
    return this;
  }

  /** Adds the bits of numbers, big-endian. */
  public Sha256 add(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
    return this;
  }

  /** Ends the computation and returns the hash as bytes. */
  public byte[] bytes() {
    return digest.digest();
  }

  /** Ends the computation and returns the hash in lower-case hex. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}

package dev.sluice.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Files built byte by byte, without the writer under test. */
final class HandMade {
  private HandMade() {}

  /** Returns a file of this header and this data buffer. */
  static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  static byte[] file(byte[] header, byte[] data) {
    return withLength(header.length, header, data);
  }

  /** Returns a file with a header length that may be wrong. */
  static byte[] withLength(long length, byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }

  /** Returns a file of one tensor {@code x}. */
  static byte[] tensor(String dtype, String shape, byte[] data) {
    return file(
        String.format(
            Locale.ROOT,
            "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}",
            dtype,
            shape,
            data.length),
        data);
  }

  /** Returns the lowest bytes of the values, little-endian, {@code size} of each. */
  static byte[] littleEndian(int size, long... values) {
    byte[] bytes = new byte[size * values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / size] >>> 8 * (i % size));
    }
    return bytes;
  }

  static Path write(Path directory, byte[] file) throws IOException {
    return Files.write(directory.resolve("hand.safetensors"), file);
  }
}

package dev.sluice.torture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Damages the header of a safetensors file and updates its length, so that the header is parsed.
 */
public final class SafetensorsMutator implements Mutator {
  private final ByteMutator header;

  /**
   * @param words words of the files, such as names of metadata and tensors
   */
  public SafetensorsMutator(String... words) {
    header = new ByteMutator(words);
  }

  @Override
  public byte[] mutate(List<byte[]> samples, RandomGenerator random) {
    byte[] file = samples.get(0);
    int length = Math.toIntExact(buffer(file).getLong(0));
    List<byte[]> headers = samples.stream().map(SafetensorsMutator::header).toList();
    byte[] changed = header.mutate(headers, random);
    byte[] data = Arrays.copyOfRange(file, Long.BYTES + length, file.length);
    byte[] result = new byte[Long.BYTES + changed.length + data.length];
    buffer(result).putLong(changed.length).put(changed).put(data);
    return result;
  }

  private static byte[] header(byte[] file) {
    int length = Math.toIntExact(buffer(file).getLong(0));
    return Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + length);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

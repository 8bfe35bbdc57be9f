package dev.sluice.safetensors;

import dev.sluice.argument.Require;
import dev.sluice.file.AtomicFile;
import dev.sluice.file.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a safetensors file.
 *
 * <p>A writer is immutable: each method that adds something returns a new writer and leaves this
 * one unchanged. It does not copy the arrays it is given: {@link #write} writes their contents at
 * that time. Data are row-major. The product of the shape must be the length of the array; an empty
 * shape is a scalar with one element.
 *
 * <p>Every method that adds a tensor throws {@link IllegalArgumentException} if the name is already
 * used, is {@code __metadata__} or contains a lone surrogate, or if the shape does not fit the
 * array.
 */
public final class SafetensorsWriter {
  private static final int BLOCK_BYTES = 1 << 16;

  private final Map<String, String> metadata;
  private final Map<String, OutputTensor> tensors;

  /** Creates a writer without metadata and tensors. */
  public SafetensorsWriter() {
    this(Map.of(), Map.of());
  }

  private SafetensorsWriter(Map<String, String> metadata, Map<String, OutputTensor> tensors) {
    this.metadata = metadata;
    this.tensors = tensors;
  }

  /**
   * Adds an entry of {@code __metadata__}; entries are written in the order in which they were
   * added.
   *
   * @throws IllegalArgumentException if the key is already used, or key or value contains a lone
   *     surrogate
   */
  public SafetensorsWriter withMetadata(String key, String value) {
    Require.present("key", key);
    Require.present("value of metadata " + TensorNames.quoted(key), value);
    requireUnicode("metadata", key);
    requireUnicode("metadata " + TensorNames.quoted(key), value);
    return new SafetensorsWriter(with(metadata, "metadata", key, value), tensors);
  }

  /**
   * Adds entries of {@code __metadata__} in the map's order.
   *
   * @throws IllegalArgumentException as {@link #withMetadata(String, String)}
   */
  public SafetensorsWriter withMetadata(Map<String, String> entries) {
    SafetensorsWriter writer = this;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      writer = writer.withMetadata(entry.getKey(), entry.getValue());
    }
    return writer;
  }

  /** Adds a tensor of F32. */
  public SafetensorsWriter withFloats(String name, float[] data, long... shape) {
    return tensor(
        name,
        DataType.F32,
        shape,
        data.length,
        (from, to, out) -> {
          out.asFloatBuffer().put(data, from, to - from);
          out.position(out.position() + (to - from) * Float.BYTES);
        });
  }

  /**
   * Adds a tensor of F16; values are rounded to nearest, ties to even; too large values are
   * infinity.
   */
  public SafetensorsWriter withFloat16(String name, float[] data, long... shape) {
    return tensor(
        name,
        DataType.F16,
        shape,
        data.length,
        (from, to, out) -> {
          for (int i = from; i < to; i++) {
            out.putShort(HalfPrecision.floatToFloat16(data[i]));
          }
        });
  }

  /**
   * Adds a tensor of BF16; values are rounded to nearest, ties to even; too large values are
   * infinity.
   */
  public SafetensorsWriter withBfloat16(String name, float[] data, long... shape) {
    return tensor(
        name,
        DataType.BF16,
        shape,
        data.length,
        (from, to, out) -> {
          for (int i = from; i < to; i++) {
            out.putShort(HalfPrecision.floatToBfloat16(data[i]));
          }
        });
  }

  /** Adds a tensor of F64. */
  public SafetensorsWriter withDoubles(String name, double[] data, long... shape) {
    return tensor(
        name,
        DataType.F64,
        shape,
        data.length,
        (from, to, out) -> {
          for (int i = from; i < to; i++) {
            out.putDouble(data[i]);
          }
        });
  }

  /** Adds a tensor of I64. */
  public SafetensorsWriter withLongs(String name, long[] data, long... shape) {
    return tensor(
        name,
        DataType.I64,
        shape,
        data.length,
        (from, to, out) -> {
          for (int i = from; i < to; i++) {
            out.putLong(data[i]);
          }
        });
  }

  /** Adds a tensor of I32. */
  public SafetensorsWriter withInts(String name, int[] data, long... shape) {
    return tensor(
        name,
        DataType.I32,
        shape,
        data.length,
        (from, to, out) -> {
          for (int i = from; i < to; i++) {
            out.putInt(data[i]);
          }
        });
  }

  /**
   * Writes the file, in the layout of the reference implementation: tensors in descending order of
   * {@link DataType}, those of one type by name.
   *
   * <p>The data are written to a temporary file in the same folder, forced to the disk and renamed.
   * So the target is either the old file or the complete new one, even after a crash or on a full
   * disk. An existing file is replaced without asking; symbolic links and devices stay, see {@link
   * AtomicFile#replace(Path, AtomicFile.Body)}. The data pass through a small buffer of fixed size.
   *
   * @throws IllegalStateException if the header would exceed 100,000,000 bytes, the limit of the
   *     format
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(Path target) {
    try {
      AtomicFile.replace(target, this::write);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target + ": " + FileFailure.reason(e), e);
    }
  }

  /**
   * Like {@link #write(Path)}, but writes to a channel, which stays open.
   *
   * @throws IOException if the channel cannot be written
   */
  public void write(WritableByteChannel channel) throws IOException {
    List<OutputTensor> ordered =
        tensors.values().stream()
            .sorted(
                Comparator.comparing(OutputTensor::dtype, Comparator.reverseOrder())
                    .thenComparing(SafetensorsWriter::nameBytes, Arrays::compareUnsigned))
            .toList();
    byte[] header = HeaderWriter.bytes(metadata, ordered);
    if (header.length > Header.MAX_BYTES) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "expected a header of at most %d bytes, found %d",
              Header.MAX_BYTES,
              header.length));
    }
    write(channel, header, ordered);
  }

  /** The sort key of names: UTF-8 bytes, since Java strings sort differently beyond U+FFFF. */
  private static byte[] nameBytes(OutputTensor tensor) {
    return tensor.name().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(WritableByteChannel channel, byte[] header, List<OutputTensor> tensors)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    drain(block.putLong(header.length), channel);
    drain(ByteBuffer.wrap(header).position(header.length), channel);
    for (OutputTensor tensor : tensors) {
      int blockLength = BLOCK_BYTES / tensor.dtype().byteSize();
      for (int from = 0, to; from < tensor.length(); from = to) {
        to = from + Math.min(blockLength, tensor.length() - from);
        tensor.encoder().encode(from, to, block);
        drain(block, channel);
      }
    }
  }

  /** Writes the contents of a buffer to the channel and clears the buffer. */
  private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private SafetensorsWriter tensor(
      String name, DataType dtype, long[] shape, int length, OutputTensor.BlockEncoder encoder) {
    Require.present("name", name);
    requireUnicode("tensor", name);
    if (name.equals(Header.METADATA_KEY)) {
      throw new IllegalArgumentException("expected a name other than " + Header.METADATA_KEY);
    }
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    OutputTensor source = new OutputTensor(name, dtype, dimensions, length, encoder);
    return new SafetensorsWriter(metadata, with(tensors, "tensor", name, source));
  }

  private static void requireUnicode(String what, String text) {
    if (!TensorNames.isUnicode(text)) {
      throw new IllegalArgumentException(
          what + ": expected Unicode text, found a lone surrogate in " + TensorNames.quoted(text));
    }
  }

  private static <V> Map<String, V> with(Map<String, V> map, String what, String key, V value) {
    Map<String, V> extended = new LinkedHashMap<>(map);
    if (extended.put(key, value) != null) {
      throw new IllegalArgumentException(
          "expected each " + what + " once, found " + TensorNames.quoted(key) + " again");
    }
    return Collections.unmodifiableMap(extended);
  }
}

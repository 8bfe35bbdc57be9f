package dev.sluice.safetensors;

import dev.sluice.argument.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Reads a safetensors file.
 *
 * <p>Only the header is kept in memory. Each call that returns a tensor reads it from the file into
 * a new row-major array, which belongs to the caller. The file is opened for each call and closed
 * before the call returns, so this object need not be closed. If the file has changed since {@link
 * #read}, it is refused, so tensors of two versions never mix.
 *
 * <p>Instances are immutable and may be shared between threads.
 *
 * <p>Every method that reads throws {@link UncheckedIOException}, with the path in its message, if
 * the file cannot be opened or read. It throws {@link SafetensorsException} if the contents violate
 * the format or are not what the caller asks for.
 */
public final class SafetensorsFile {
  /** HotSpot's limit of the length of an array. */
  private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  private static final int BLOCK_BYTES = 1 << 16;

  private final VersionedFile source;
  private final long dataStart;
  private final Header header;

  private SafetensorsFile(VersionedFile source, long dataStart, Header header) {
    this.source = source;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Reads and checks the header of a file.
   *
   * <p>The file may have tensors of unknown types, or of types whose values cannot be read; the
   * other tensors can still be read.
   *
   * @throws SafetensorsException if the file is truncated or malformed: the header is too long, not
   *     UTF-8, or not JSON as the format requires, or its tensors do not cover the data buffer
   *     exactly
   * @throws UncheckedIOException if the file cannot be read
   */
  public static SafetensorsFile read(Path path) {
    Require.present("path", path);
    VersionedFile source = VersionedFile.of(path);
    return source.reading(
        channel -> {
          int headerLength = headerLength(source, channel);
          ByteBuffer bytes = ByteBuffer.allocate(headerLength);
          source.fill(channel, bytes, Header.LENGTH_BYTES);
          long dataStart = (long) Header.LENGTH_BYTES + headerLength;
          Header header =
              HeaderParser.parse(path.toString(), bytes.array(), source.size() - dataStart);
          return new SafetensorsFile(source, dataStart, header);
        });
  }

  private static int headerLength(VersionedFile source, FileChannel channel) throws IOException {
    long fileSize = source.size();
    if (fileSize < Header.LENGTH_BYTES) {
      throw source.failure("expected 8 bytes of header length, found " + fileSize + " bytes");
    }
    ByteBuffer bytes = littleEndian(Header.LENGTH_BYTES);
    source.fill(channel, bytes, 0);
    long length = bytes.getLong();
    if (length < 0 || length > Header.MAX_BYTES) {
      throw source.failure(
          String.format(
              Locale.ROOT,
              "expected safetensors, whose first 8 bytes give a header length of at most %d, found %s",
              Header.MAX_BYTES,
              Long.toUnsignedString(length)));
    }
    if (length > fileSize - Header.LENGTH_BYTES) {
      throw source.failure(
          String.format(
              Locale.ROOT,
              "expected a header of %d bytes, found %d bytes after its length",
              length,
              fileSize - Header.LENGTH_BYTES));
    }
    return (int) length;
  }

  /** Returns the entries of {@code __metadata__} in their order, empty if absent; unmodifiable. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** Returns the names of all tensors, in the order of their data in the file; unmodifiable. */
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /** Returns whether the file has a tensor of this name. */
  public boolean has(String name) {
    return header.tensors().containsKey(name);
  }

  /**
   * Returns type, shape and position of a tensor.
   *
   * @throws SafetensorsException if there is no tensor of this name; the message lists similar
   *     names
   */
  public TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      String nearest = TensorNames.nearest(name, names());
      throw source.failure(
          "expected a tensor " + TensorNames.quoted(name) + ", found none: " + nearest);
    }
    return info;
  }

  /** Returns a tensor and checks that values of its type can be read. */
  private TensorInfo readable(String name) {
    TensorInfo info = info(name);
    if (!info.dtype().isRead()) {
      throw failure(
          info,
          "expected one of the dtypes "
              + Arrays.stream(DataType.values()).filter(DataType::isRead).toList()
              + ", whose values are read, found "
              + TensorNames.quoted(info.dtypeName()));
    }
    return info;
  }

  /**
   * Reads a tensor of type F32, F16 or BF16; the latter two are converted exactly.
   *
   * @throws SafetensorsException if the tensor is missing, of another type, or too large for an
   *     array
   */
  public float[] floats(String name) {
    TensorInfo info = readable(name);
    return switch (info.dtype()) {
      case F32 ->
          decode(
              info,
              float[]::new,
              (in, out, from, to) -> in.asFloatBuffer().get(out, from, to - from));
      case F16, BF16 -> {
        ToDoubleFunction<ByteBuffer> element = ElementReader.ofFloat(info.dtype());
        yield decode(
            info,
            float[]::new,
            (in, out, from, to) -> {
              for (int i = from; i < to; i++) {
                out[i] = (float) element.applyAsDouble(in);
              }
            });
      }
      default ->
          throw failure(
              info,
              String.format(
                  Locale.ROOT,
                  "expected F32, F16 or BF16 for floats(), found %s: use %s",
                  info.dtype(),
                  info.dtype().isFloat() ? "doubles()" : "longs()"));
    };
  }

  /**
   * Reads a tensor of type F64, F32, F16 or BF16; the narrower types are converted exactly.
   *
   * @throws SafetensorsException if the tensor is missing, of another type, or too large for an
   *     array
   */
  public double[] doubles(String name) {
    TensorInfo info = readable(name);
    if (!info.dtype().isFloat()) {
      throw failure(
          info, "expected a float type for doubles(), found " + info.dtype() + ": use longs()");
    }
    ToDoubleFunction<ByteBuffer> element = ElementReader.ofFloat(info.dtype());
    return decode(
        info,
        double[]::new,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = element.applyAsDouble(in);
          }
        });
  }

  /**
   * Reads a tensor of any integer type or of BOOL, where true is 1.
   *
   * @throws SafetensorsException if the tensor is missing, of a float type, or too large for an
   *     array; if a U64 is above 2^63 - 1; if a BOOL is neither 0 nor 1
   */
  public long[] longs(String name) {
    TensorInfo info = readable(name);
    IntegerReader element = integers(info, Long.MIN_VALUE, Long.MAX_VALUE);
    return decode(
        info,
        long[]::new,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = element.read(in, i);
          }
        });
  }

  /**
   * Reads a tensor of any integer type or of BOOL, where true is 1, as ints.
   *
   * @throws SafetensorsException as {@link #longs}, and if a value does not fit an int
   */
  public int[] ints(String name) {
    TensorInfo info = readable(name);
    IntegerReader element = integers(info, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return decode(
        info,
        int[]::new,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = (int) element.read(in, i);
          }
        });
  }

  /** Reads the next integer of a tensor, the element at {@code index}, from the buffer. */
  @FunctionalInterface
  private interface IntegerReader {
    long read(ByteBuffer in, int index);
  }

  private IntegerReader integers(TensorInfo info, long lowest, long highest) {
    DataType dtype = info.dtype();
    if (dtype.isFloat()) {
      throw failure(
          info, "expected an integer type or BOOL, found " + dtype + ": use doubles() or floats()");
    }
    ToLongFunction<ByteBuffer> element = ElementReader.ofInteger(dtype);
    long min = Math.max(lowest, ElementReader.lowest(dtype));
    long max = Math.min(highest, ElementReader.highest(dtype));
    return (in, index) -> {
      long value = element.applyAsLong(in);
      if (value < min || value > max) {
        String found = dtype == DataType.U64 ? Long.toUnsignedString(value) : "" + value;
        throw failure(
            info,
            String.format(
                Locale.ROOT,
                "expected values from %d to %d, found %s at element %d",
                min,
                max,
                found,
                index));
      }
      return value;
    };
  }

  /** Decodes one block of a tensor into the elements {@code from} to {@code to - 1} of an array. */
  @FunctionalInterface
  private interface BlockDecoder<A> {
    void decode(ByteBuffer in, A out, int from, int to);
  }

  private <A> A decode(TensorInfo info, IntFunction<A> allocate, BlockDecoder<A> decoder) {
    if (info.elementCount() > MAX_ARRAY_LENGTH) {
      throw failure(
          info,
          String.format(
              Locale.ROOT,
              "expected at most %d elements, which an array holds, found %d",
              MAX_ARRAY_LENGTH,
              info.elementCount()));
    }
    int length = (int) info.elementCount();
    int blockLength = Math.min(length, BLOCK_BYTES / info.dtype().byteSize());
    return source.reading(
        channel -> {
          A out = allocate.apply(length);
          ByteBuffer block = littleEndian(blockLength * info.dtype().byteSize());
          for (int from = 0, to; from < length; from = to) {
            to = from + Math.min(blockLength, length - from);
            block.clear().limit((to - from) * info.dtype().byteSize());
            long offset = info.begin() + (long) from * info.dtype().byteSize();
            source.fill(channel, block, dataStart + offset);
            decoder.decode(block, out, from, to);
          }
          return out;
        });
  }

  private SafetensorsException failure(TensorInfo info, String what) {
    return source.failure("tensor " + TensorNames.quoted(info.name()) + ": " + what);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

package dev.sluice.data.token;

import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.TokenizedTexts;
import dev.sluice.file.AtomicFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file format of a tokenized data set: magic number and version, the key, the class names, then
 * words, labels and tokens of both splits, and at the end a checksum of everything before it. Each
 * length is before the elements that it counts. Integers are big-endian.
 */
final class TokenFile {
  private static final int MAGIC = 0x534C5443; // "SLTC"
  private static final int VERSION = 1;
  private static final int CHECKSUM = Long.BYTES;

  private TokenFile() {}

  /** The origin of the data, see {@link TokenizedSplits}. */
  record Origin(String source, String sha256, List<String> notices) {}

  /** The number of bytes that {@link #write} writes; may be more than an array can hold. */
  static long size(String key, TokenizedSplits splits) {
    long size = 3 * Integer.BYTES + text(key) + CHECKSUM;
    for (String name : splits.classNames()) {
      size += text(name);
    }
    for (TokenizedTexts texts : List.of(splits.train(), splits.test())) {
      size += 2 * Integer.BYTES;
      for (String word : texts.words()) {
        size += text(word);
      }
      for (int i = 0; i < texts.size(); i++) {
        size += (2L + texts.tokens(i).length) * Integer.BYTES;
      }
    }
    return size;
  }

  private static int text(String text) {
    return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
  }

  static void write(Path file, String key, TokenizedSplits splits) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(key, splits)));
    out.putInt(MAGIC).putInt(VERSION);
    put(out, key);
    putAll(out, splits.classNames());
    put(out, splits.train(), splits.trainLabels());
    put(out, splits.test(), splits.testLabels());
    CRC32C checksum = new CRC32C();
    checksum.update(out.array(), 0, out.position());
    out.putLong(checksum.getValue()).flip();
    AtomicFile.replace(
        file,
        channel -> {
          while (out.hasRemaining()) {
            channel.write(out);
          }
        });
  }

  private static void put(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }

  private static void putAll(ByteBuffer out, List<String> texts) {
    out.putInt(texts.size());
    texts.forEach(text -> put(out, text));
  }

  private static void put(ByteBuffer out, TokenizedTexts texts, int[] labels) {
    putAll(out, texts.words());
    out.putInt(labels.length);
    put(out, labels);
    for (int i = 0; i < texts.size(); i++) {
      out.putInt(texts.tokens(i).length);
      put(out, texts.tokens(i));
    }
  }

  private static void put(ByteBuffer out, int[] values) {
    out.asIntBuffer().put(values);
    out.position(out.position() + values.length * Integer.BYTES);
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @param origin origin of the data, which the file does not contain
   * @throws IOException if the file does not exist, has another key, or is damaged
   */
  static TokenizedSplits read(Path file, String key, Origin origin) throws IOException {
    ByteBuffer in = content(file);
    try {
      if (in.getInt() != MAGIC || in.getInt() != VERSION || !text(in).equals(key)) {
        throw new IOException("it has another key or version");
      }
      List<String> classNames = texts(in);
      List<String> trainWords = texts(in);
      int[] trainLabels = ints(in, in.getInt());
      TokenizedTexts train = TokenizedTexts.of(trainWords, tokens(in, trainLabels.length));
      List<String> testWords = texts(in);
      int[] testLabels = ints(in, in.getInt());
      TokenizedTexts test = TokenizedTexts.of(testWords, tokens(in, testLabels.length));
      return new TokenizedSplits(
          classNames,
          train,
          trainLabels,
          test,
          testLabels,
          origin.source(),
          origin.sha256(),
          origin.notices());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e, e);
    }
  }

  /** Reads the file without its checksum, after checking it. */
  private static ByteBuffer content(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < CHECKSUM || size > Integer.MAX_VALUE - CHECKSUM) {
        throw new IOException("it has " + size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IOException("it has become shorter");
        }
      }
      bytes.flip().limit((int) size - CHECKSUM);
      CRC32C checksum = new CRC32C();
      checksum.update(bytes.array(), 0, bytes.limit());
      if (bytes.duplicate().clear().getLong(bytes.limit()) != checksum.getValue()) {
        throw new IOException("its checksum is wrong");
      }
      return bytes;
    }
  }

  private static String text(ByteBuffer in) {
    int length = checked(in, in.getInt(), 1);
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  private static List<String> texts(ByteBuffer in) {
    int count = checked(in, in.getInt(), Integer.BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  private static int[][] tokens(ByteBuffer in, int texts) {
    int[][] tokens = new int[texts][];
    for (int i = 0; i < texts; i++) {
      tokens[i] = ints(in, in.getInt());
    }
    return tokens;
  }

  private static int[] ints(ByteBuffer in, int count) {
    int[] values = new int[checked(in, count, Integer.BYTES)];
    in.asIntBuffer().get(values);
    in.position(in.position() + count * Integer.BYTES);
    return values;
  }

  /** Checks a count before an array of that size is allocated. */
  private static int checked(ByteBuffer in, int count, int bytesOfEach) {
    if (count < 0 || count > in.remaining() / bytesOfEach) {
      throw new BufferUnderflowException();
    }
    return count;
  }
}

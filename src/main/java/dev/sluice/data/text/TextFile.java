package dev.sluice.data.text;

import dev.sluice.data.DataException;
import dev.sluice.file.FileFailure;
import dev.sluice.resource.OpenResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file that is decoded strictly: malformed bytes are an error that names the line; they
 * never become replacement characters.
 *
 * @param path path of the file
 * @param encoding encoding of the text
 */
record TextFile(Path path, Charset encoding) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER = 1 << 16;

  /**
   * Opens a reader whose {@code read} throws {@link CharacterCodingException} on malformed bytes.
   *
   * @throws DataException if it is a pipe, a device or a folder: a read might wait forever, and a
   *     second read might return something else
   */
  BufferedReader open() throws IOException {
    requireRegular();
    BufferedReader reader =
        new OpenReader(new InputStreamReader(Files.newInputStream(path), decoder()), path);
    try {
      // Spreadsheets write a byte order mark, which would become part of the first column's name.
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Reads the whole text, without a byte order mark.
   *
   * @throws DataException if it cannot be read, or is malformed
   */
  String read() {
    requireRegular();
    try {
      String text = Files.readString(path, encoding);
      return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void requireRegular() {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new DataException(
          path
              + ": expected a regular file, found a "
              + (Files.isDirectory(path) ? "folder" : "pipe or device"));
    }
  }

  private CharsetDecoder decoder() {
    return encoding
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Describes a failure to read the file, with the line if it is known. */
  DataException failure(IOException e) {
    if (isCodingError(e)) {
      try {
        return new DataException(
            path
                + ":"
                + firstMalformedLine()
                + ": expected "
                + encoding
                + " text, found malformed bytes; does the file have another encoding?",
            e);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
    }
    return new DataException("cannot read " + path + ": " + FileFailure.reason(e), e);
  }

  static boolean isCodingError(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        return true;
      }
    }
    return false;
  }

  private long firstMalformedLine() throws IOException {
    CharsetDecoder decoder = decoder();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer characters = CharBuffer.allocate(BUFFER);
    long line = 1;
    try (FileChannel channel = FileChannel.open(path)) {
      boolean end = false;
      while (!end) {
        end = channel.read(bytes) < 0;
        bytes.flip();
        CoderResult result;
        do {
          result = decoder.decode(bytes, characters, end);
          characters.flip();
          line += characters.chars().filter(c -> c == '\n').count();
          characters.clear();
        } while (result.isOverflow());
        if (result.isError()) {
          return line;
        }
        bytes.compact();
      }
    }
    return line;
  }

  /** A reader that the leak detector tracks. */
  private static final class OpenReader extends BufferedReader {
    private final OpenResource opened;

    OpenReader(InputStreamReader bytes, Path path) {
      super(bytes);
      opened = OpenResource.opened("file", path);
    }

    @Override
    public void close() throws IOException {
      opened.closed();
      super.close();
    }
  }
}

package dev.sluice.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text files as strict UTF-8: malformed bytes are an error that names the line, never a replacement
 * character.
 */
final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** A reader whose {@code read} throws {@link CharacterCodingException} on malformed bytes. */
  static BufferedReader open(Path file) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    try {
      // Spreadsheets put a mark in front, which would become part of the first column's name.
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

  /** What went wrong while reading a file, with the line where it is known. */
  static DataException failure(Path file, IOException e) {
    if (isCodingError(e)) {
      try {
        return new DataException(
            file + ":" + firstMalformedLine(file) + ": expected UTF-8 text, found malformed bytes",
            e);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
    }
    return new DataException("cannot read " + file + ": " + e, e);
  }

  static boolean isCodingError(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        return true;
      }
    }
    return false;
  }

  /**
   * A line feed is never a part of another character in UTF-8, so lines can be checked one by one.
   */
  private static long firstMalformedLine(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long number = 1;
      for (int next = in.read(); next >= 0; next = in.read()) {
        line.write(next);
        if (next == '\n') {
          if (isMalformed(line)) {
            return number;
          }
          line.reset();
          number++;
        }
      }
      return number;
    }
  }

  private static boolean isMalformed(ByteArrayOutputStream line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
      return false;
    } catch (CharacterCodingException e) {
      return true;
    }
  }
}

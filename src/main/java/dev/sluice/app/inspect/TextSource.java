package dev.sluice.app.inspect;

import dev.sluice.app.launch.UserError;
import dev.sluice.insight.inspect.SampleReview;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the text to inspect comes from; at most one value is given.
 *
 * @param text the text itself; null if not given
 * @param file a file with the text in UTF-8; null if not given
 * @param standardInput {@code -} to read the text from standard input, in UTF-8; null if not given
 */
record TextSource(@Nullable String text, @Nullable Path file, @Nullable String standardInput) {
  private static final String STANDARD_INPUT = "-";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Checks that at most one source is given.
   *
   * @throws IllegalArgumentException if not
   */
  void check() {
    if (standardInput != null && !standardInput.equals(STANDARD_INPUT)) {
      throw new IllegalArgumentException(
          "inspect: expected - for standard input, got '"
              + standardInput
              + "'; use --text for a text and --file for a file");
    }
    int given = (text == null ? 0 : 1) + (file == null ? 0 : 1) + (standardInput == null ? 0 : 1);
    if (given > 1) {
      throw new IllegalArgumentException(
          "inspect: expected one of --text, --file and -, got " + given);
    }
  }

  /** Whether no text is given, so that the sample review is used. */
  boolean isSample() {
    return text == null && file == null && standardInput == null;
  }

  /** What messages call the text. */
  String name() {
    if (file != null) {
      return file.toString();
    }
    if (standardInput != null) {
      return "standard input";
    }
    return text == null ? "sample review" : "--text";
  }

  /**
   * Reads the text.
   *
   * @throws UserError if it is not UTF-8, or a folder
   * @throws UncheckedIOException if it cannot be read
   */
  String read() {
    try {
      if (file != null) {
        if (Files.isDirectory(file)) {
          throw new UserError("--file: " + file + " is a folder; expected a file");
        }
        return decoded(Files.readAllBytes(file));
      }
      if (standardInput != null) {
        return decoded(System.in.readAllBytes());
      }
      return text == null ? SampleReview.text() : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String decoded(byte[] bytes) {
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
    } catch (CharacterCodingException e) {
      throw new UserError(name() + ": expected text in UTF-8", e);
    }
  }
}

package dev.sluice.app.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of the command line as the user typed them. The JVM decodes arguments and file
 * names with the charset of the locale. In a container this is often ASCII, and all other letters
 * are lost. Linux shows the bytes of the arguments, so they are decoded here: as UTF-8 if all of
 * them are valid UTF-8, otherwise with the charset of the locale.
 *
 * @param values the arguments, in order
 * @param charset the charset of the arguments and of the file names among them
 */
public record Arguments(List<String> values, Charset charset) {
  /** The file in which Linux shows the arguments of a process; each ends with a zero byte. */
  private static final String COMMAND_LINE = "/proc/%s/cmdline";

  private static final char REPLACEMENT = '\uFFFD';

  /** Copies the list. */
  public Arguments {
    values = List.copyOf(values);
  }

  /** Arguments that the JVM decoded with the charset of the locale. */
  public static Arguments of(String... values) {
    return new Arguments(List.of(values), ofLocale());
  }

  /**
   * The arguments of this process; in a child JVM, those of its parent.
   *
   * @param given the arguments of {@code main}
   * @throws UserError if an argument cannot be decoded; the message says which charset is expected
   */
  public static Arguments ofThisProcess(String... given) {
    Path file = Path.of(COMMAND_LINE.replace("%s", ParentWatch.parent().orElse("self")));
    return read(file, given)
        .map(bytes -> decoded(bytes, ofLocale()))
        .orElseGet(() -> requireDecodable(of(given)));
  }

  /**
   * The charset in which the JVM decodes arguments and encodes file names. It is fixed when the JVM
   * starts.
   */
  static Charset ofLocale() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /** Whether the arguments, and so the file names, are in UTF-8. */
  boolean needUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /** Whether this JVM cannot represent these arguments and their file names. */
  boolean needAnotherLocale() {
    return !charset.equals(ofLocale()) && !values.stream().allMatch(Arguments::isAscii);
  }

  /** The bytes of the arguments; empty if the system does not show them. */
  static Optional<List<byte[]>> read(Path file, String... given) {
    byte[] all;
    try {
      all = Files.readAllBytes(file);
    } catch (IOException notLinux) {
      return Optional.empty();
    }
    List<byte[]> words = words(all);
    if (words.size() < given.length) {
      return Optional.empty();
    }
    List<byte[]> last = words.subList(words.size() - given.length, words.size());
    for (int i = 0; i < given.length; i++) {
      if (!mayBeDecodedAs(given[i], last.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(last);
  }

  private static List<byte[]> words(byte[] all) {
    List<byte[]> words = new ArrayList<>();
    for (int from = 0, to = 0; to < all.length; to++) {
      if (all[to] == 0) {
        words.add(Arrays.copyOfRange(all, from, to));
        from = to + 1;
      }
    }
    return words;
  }

  /**
   * Whether the JVM may have decoded the bytes to this string: ASCII is unchanged, the rest can be
   * anything.
   */
  private static boolean mayBeDecodedAs(String given, byte[] bytes) {
    String plain = new String(bytes, StandardCharsets.US_ASCII);
    return plain.indexOf(REPLACEMENT) >= 0 || plain.equals(given);
  }

  static Arguments decoded(List<byte[]> words, Charset ofLocale) {
    try {
      return new Arguments(decode(words, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    } catch (CharacterCodingException notUtf8) {
      try {
        return new Arguments(decode(words, ofLocale), ofLocale);
      } catch (CharacterCodingException e) {
        throw undecodable(ofLocale);
      }
    }
  }

  private static List<String> decode(List<byte[]> words, Charset charset)
      throws CharacterCodingException {
    List<String> decoded = new ArrayList<>();
    for (byte[] word : words) {
      decoded.add(charset.newDecoder().decode(ByteBuffer.wrap(word)).toString());
    }
    return decoded;
  }

  private static Arguments requireDecodable(Arguments arguments) {
    if (arguments.values.stream().anyMatch(value -> value.indexOf(REPLACEMENT) >= 0)) {
      throw undecodable(arguments.charset);
    }
    return arguments;
  }

  private static UserError undecodable(Charset ofLocale) {
    if (ofLocale.equals(StandardCharsets.UTF_8)) {
      return new UserError("the arguments are not in UTF-8, the charset of the locale");
    }
    return new UserError(
        "the arguments are neither in UTF-8 nor in "
            + ofLocale
            + ", the charset of the locale; "
            + Utf8Locale.ADVICE);
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }
}

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
 * The arguments of the command line as the user gave them. A JVM reads them, and names files, in
 * the charset of the locale; in a container that is often ASCII, and every other letter is lost. So
 * where the system shows the bytes (Linux), they are read here: in UTF-8 if all of them are, else
 * in the charset of the locale.
 *
 * @param values in order
 * @param charset that they are in, and the names of files with them
 */
public record Arguments(List<String> values, Charset charset) {
  /** A file of the system's by the process: the arguments, each with a zero behind it. */
  private static final String COMMAND_LINE = "/proc/%s/cmdline";

  private static final char REPLACEMENT = '\uFFFD';

  /** Copies the list. */
  public Arguments {
    values = List.copyOf(values);
  }

  /** As they come, in the charset of the locale. */
  public static Arguments of(String... values) {
    return new Arguments(List.of(values), ofLocale());
  }

  /**
   * Those of this process, or where it is a child, of the parent that handed them on.
   *
   * @param given to {@code main}
   * @throws UserError if one is no text, naming what says in which charset it should be
   */
  public static Arguments ofThisProcess(String... given) {
    Path file = Path.of(COMMAND_LINE.replace("%s", ParentWatch.parent().orElse("self")));
    return read(file, given)
        .map(bytes -> decoded(bytes, ofLocale()))
        .orElseGet(() -> requireLegible(of(given)));
  }

  /** In which the JVM reads arguments and names files; it cannot be changed from within. */
  static Charset ofLocale() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /** Whether they, and so the names of files, are in UTF-8. */
  boolean needUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /** Whether this JVM can neither hold these arguments nor name the files in them. */
  boolean needAnotherLocale() {
    return !charset.equals(ofLocale()) && !values.stream().allMatch(Arguments::isAscii);
  }

  /** Empty where the system does not show them. */
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
      if (!isGarbled(given[i], last.get(i))) {
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

  /** Whether the JVM may have made this of the bytes: of ASCII the same, of the rest anything. */
  private static boolean isGarbled(String given, byte[] bytes) {
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
        throw illegible(ofLocale);
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

  private static Arguments requireLegible(Arguments arguments) {
    if (arguments.values.stream().anyMatch(value -> value.indexOf(REPLACEMENT) >= 0)) {
      throw illegible(arguments.charset);
    }
    return arguments;
  }

  private static UserError illegible(Charset ofLocale) {
    return new UserError(
        "the arguments hold letters that are neither UTF-8 nor "
            + ofLocale
            + ", the charset of the locale; "
            + UtfLocale.ADVICE);
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }
}

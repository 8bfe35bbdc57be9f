package dev.sluice.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/** Reads the words of one text after another with one Lucene tokenizer. For use by one thread. */
final class WordReader {
  private static final Pattern BREAK =
      Pattern.compile("</?br\\s*/?\\s*>", Pattern.CASE_INSENSITIVE);

  private final StandardTokenizer source = new StandardTokenizer();
  private final TokenStream stream = new LowerCaseFilter(source);
  private final CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
  private final boolean normalizing;
  private final Map<String, String> canonical;

  WordReader(boolean normalizing) {
    this(normalizing, new HashMap<>());
  }

  /**
   * @param normalizing whether texts and tokens are converted to {@link NormalForm}
   * @param canonical maps each token to the string object that represents it; several readers may
   *     share a concurrent map
   */
  WordReader(boolean normalizing, Map<String, String> canonical) {
    this.normalizing = normalizing;
    this.canonical = canonical;
  }

  List<String> read(String text) {
    List<String> tokens = new ArrayList<>();
    begin(text);
    for (String token = next(); token != null; token = next()) {
      // A get takes no lock, and most words are in the map already.
      String known = canonical.get(token);
      if (known == null) {
        known = canonical.putIfAbsent(token, token);
      }
      tokens.add(known == null ? token : known);
    }
    return List.copyOf(tokens);
  }

  /**
   * Starts reading a text; {@link #next} returns its words. The text before must be read to its
   * end.
   */
  void begin(String text) {
    try {
      source.setReader(new StringReader(withoutBreaks(normalForm(text))));
      stream.reset();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
  }

  /** The next word of the text; null at the end. */
  @Nullable String next() {
    try {
      if (stream.incrementToken()) {
        return token();
      }
      stream.end();
      stream.close();
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
  }

  private String normalForm(String text) {
    return normalizing ? NormalForm.of(text) : text;
  }

  private static String withoutBreaks(String text) {
    return text.indexOf('<') < 0 ? text : BREAK.matcher(text).replaceAll(" ");
  }

  private String token() {
    char[] buffer = term.buffer();
    int length = term.length();
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\u2019') {
        buffer[i] = '\'';
      }
    }
    boolean possessive = length > 2 && buffer[length - 2] == '\'' && buffer[length - 1] == 's';
    // Normalized again, since a lower-case letter may combine with a mark where the capital does
    // not: j.
    return normalForm(new String(buffer, 0, possessive ? length - 2 : length));
  }
}

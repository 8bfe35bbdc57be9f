package dev.sluice.data;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.argument.Require;
import dev.sluice.dependency.OptionalLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.lucene.util.Version;

/**
 * Splits texts into lower-case word tokens.
 *
 * <p>The rules are:
 *
 * <ul>
 *   <li>The text is converted to Unicode normalization form C, so that é is one character, however
 *       it was typed.
 *   <li>HTML line breaks ({@code <br />} in all its spellings) become spaces.
 *   <li>Words are found by the Unicode segmentation rules (UAX #29), as in Lucene's {@code
 *       StandardTokenizer}. Punctuation is dropped. A word of more than 255 characters is split
 *       there.
 *   <li>Words are converted to lower case, independent of the locale.
 *   <li>Apostrophes inside a word stay, so {@code don't} is one token, distinct from {@code dont}.
 *       The typographic apostrophe becomes the plain one. A possessive {@code 's} is removed, so
 *       {@code film's} becomes {@code film} (and {@code it's} becomes {@code it}).
 * </ul>
 *
 * <p>Form C joins only what Unicode defines as the same text. Form KC would also change characters
 * that only look alike, and so make words that nobody wrote: {@code 8½} would become {@code 81⁄2},
 * and {@code Disney™} {@code disneytm}.
 *
 * <p>The rules have a name, the {@link #scheme}, which is saved with a model: a vocabulary works
 * only with the rules that it was built with. The rules of a name never change. Immutable.
 */
public final class Tokenizer {
  private static final Tokenizer WITHOUT_NORMALIZATION =
      new Tokenizer("standard-lowercase-1", false);
  private static final Tokenizer CURRENT = new Tokenizer("standard-lowercase-2", true);

  private final String scheme;
  private final boolean normalizing;

  private Tokenizer(String scheme, boolean normalizing) {
    this.scheme = scheme;
    this.normalizing = normalizing;
  }

  /**
   * The tokenizer for new models, with the rules above.
   *
   * @throws dev.sluice.dependency.MissingLibraryException if Lucene is not on the class path
   */
  public static Tokenizer current() {
    OptionalLibrary.LUCENE.require();
    return CURRENT;
  }

  /**
   * The tokenizer of a saved model.
   *
   * @param scheme {@code standard-lowercase-2}, or {@code standard-lowercase-1} of earlier models,
   *     which has the same rules without normalization
   * @throws IllegalArgumentException if there are no rules with this name
   */
  @CanIgnoreReturnValue
  public static Tokenizer ofScheme(String scheme) {
    OptionalLibrary.LUCENE.require();
    return Stream.of(CURRENT, WITHOUT_NORMALIZATION)
        .filter(tokenizer -> tokenizer.scheme.equals(scheme))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "tokenizer: expected %s or %s, got %s",
                        CURRENT.scheme,
                        WITHOUT_NORMALIZATION.scheme,
                        scheme)));
  }

  /** The name of the rules. */
  public String scheme() {
    return scheme;
  }

  /**
   * A text with everything besides the input that determines the tokens: the rules, and the
   * versions of the Unicode tables in Java and Lucene. Equal versions give equal tokens.
   */
  public String version() {
    return scheme + ", Java " + Runtime.version().feature() + ", Lucene " + Version.LATEST;
  }

  /**
   * The tokens of one text, in order; empty if it has no words. Several threads may call this at
   * once.
   *
   * @return an unmodifiable list
   */
  public List<String> tokenize(String text) {
    Require.present("text", text);
    return new WordReader(normalizing).read(text);
  }

  /**
   * Tokenizes many texts on several threads. The result equals {@link #tokenize} of each text, in
   * the order of the texts. Equal tokens are one string object, so a corpus needs one reference per
   * token.
   *
   * @param threads number of threads, at least 1
   * @return an unmodifiable list of unmodifiable lists
   */
  public List<List<String>> tokenizeAll(List<String> texts, int threads) {
    Require.presentElements("texts", texts);
    ConcurrentMap<String, String> canonical = new ConcurrentHashMap<>();
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<String>[] results = new List[texts.size()];
    ParallelRange.run(
        texts.size(),
        threads,
        () -> {
          WordReader reader = new WordReader(normalizing, canonical);
          return i -> results[i] = reader.read(texts.get(i));
        });
    return List.copyOf(Arrays.asList(results));
  }

  /**
   * Tokenizes many texts on several threads, with the same words as {@link #tokenize}.
   *
   * @param threads number of threads, at least 1
   */
  public TokenizedTexts tokenized(List<String> texts, int threads) {
    Require.presentElements("texts", texts);
    try (ParallelTokenizer tokenizer = new ParallelTokenizer(this, threads)) {
      texts.forEach(tokenizer::add);
      return tokenizer.finish();
    }
  }

  /** A reader with these rules, for one thread. */
  WordReader reader() {
    return new WordReader(normalizing);
  }

  @Override
  public String toString() {
    return scheme;
  }
}

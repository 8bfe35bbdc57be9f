package dev.sluice.data;

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
 * Texts to lower-case word tokens.
 *
 * <p>The text is brought into Unicode's normalisation form C, so that é is one character however it
 * was typed. HTML line breaks ({@code <br />} in its spellings) become spaces; words are found by
 * the Unicode segmentation rules (UAX #29) of Lucene's {@code StandardTokenizer} and lower-cased
 * without regard to locale. Punctuation is dropped. Apostrophes inside a word stay, so {@code
 * don't} is one token, distinct from {@code dont}; the typographic apostrophe is written as the
 * plain one; a possessive {@code 's} is cut, so {@code film's} counts as {@code film} (and {@code
 * it's} as {@code it}). A word of more than 255 characters comes apart there.
 *
 * <p>Form C joins only what Unicode defines as the same text. Form KC would also rewrite what
 * merely looks alike, to words that nobody wrote: {@code 8½} to {@code 81⁄2}, {@code Disney™} to
 * {@code disneytm}.
 *
 * <p>These rules have a name, the {@link #scheme}, which is saved with a model: a vocabulary fits
 * the rules that it was made by, and no others. Rules never change under one name. Immutable.
 */
public final class Tokenizer {
  private static final Tokenizer WITHOUT_NORMALISATION =
      new Tokenizer("standard-lowercase-1", false);
  private static final Tokenizer CURRENT = new Tokenizer("standard-lowercase-2", true);

  private final String scheme;
  private final boolean normalising;

  private Tokenizer(String scheme, boolean normalising) {
    this.scheme = scheme;
    this.normalising = normalising;
  }

  /**
   * The rules above, for new models.
   *
   * @throws dev.sluice.dependency.MissingLibraryException if Lucene is not on the class path
   */
  public static Tokenizer current() {
    OptionalLibrary.LUCENE.require();
    return CURRENT;
  }

  /**
   * The rules of a saved model.
   *
   * @param scheme {@code standard-lowercase-2}, or {@code standard-lowercase-1} of earlier models,
   *     which are the same rules without normalisation
   * @throws IllegalArgumentException when no rules have this name
   */
  public static Tokenizer ofScheme(String scheme) {
    OptionalLibrary.LUCENE.require();
    return Stream.of(CURRENT, WITHOUT_NORMALISATION)
        .filter(tokenizer -> tokenizer.scheme.equals(scheme))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "tokenizer: expected %s or %s, got %s",
                        CURRENT.scheme,
                        WITHOUT_NORMALISATION.scheme,
                        scheme)));
  }

  /** The name of the rules. */
  public String scheme() {
    return scheme;
  }

  /**
   * All that the tokens of a text depend on beside the text: the rules, and the tables of Unicode
   * that Java and Lucene bring along. Where it is the same, so are the tokens.
   */
  public String version() {
    return scheme + ", Java " + Runtime.version().feature() + ", Lucene " + Version.LATEST;
  }

  /**
   * The tokens of one text, in order; empty where it has no word. Safe to call from any thread.
   *
   * @return an unmodifiable list
   */
  public List<String> tokenize(String text) {
    Require.present("text", text);
    return new WordReader(normalising).read(text);
  }

  /**
   * The tokens of many texts, by several threads; equal to {@link #tokenize} of each, in the order
   * of the texts. Equal tokens are one string, so a corpus costs a reference per token.
   *
   * @param threads how many threads work, at least 1
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
          WordReader reader = new WordReader(normalising, canonical);
          return i -> results[i] = reader.read(texts.get(i));
        });
    return List.copyOf(Arrays.asList(results));
  }

  /**
   * The tokens of many texts, by several threads; of each the words that {@link #tokenize} gives.
   *
   * @param threads how many threads work, at least 1
   */
  public TokenizedTexts tokenized(List<String> texts, int threads) {
    Require.presentElements("texts", texts);
    try (ParallelTokenizer tokenizing = new ParallelTokenizer(this, threads)) {
      texts.forEach(tokenizing::add);
      return tokenizing.finish();
    }
  }

  /** A reader for one thread, by these rules. */
  WordReader reader() {
    return new WordReader(normalising);
  }

  @Override
  public String toString() {
    return scheme;
  }
}

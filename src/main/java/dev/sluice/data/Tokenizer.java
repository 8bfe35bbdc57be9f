package dev.sluice.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Texts to lower-case word tokens.
 *
 * <p>HTML line breaks ({@code <br />} in its spellings) become spaces; words are found by the
 * Unicode segmentation rules (UAX #29) of Lucene's {@code StandardTokenizer} and lower-cased
 * without regard to locale. Punctuation is dropped. Apostrophes inside a word stay, so {@code
 * don't} is one token, distinct from {@code dont}; the typographic apostrophe is written as the
 * plain one; a possessive {@code 's} is cut, so {@code film's} counts as {@code film} (and {@code
 * it's} as {@code it}). A word of more than 255 characters comes apart there.
 */
public final class Tokenizer {
  /** Names these rules; saved with a model, since other rules would need another vocabulary. */
  public static final String SCHEME = "standard-lowercase-1";

  private Tokenizer() {}

  /**
   * The tokens of one text, in order; empty where it has no word. Safe to call from any thread.
   *
   * @return an unmodifiable list
   */
  public static List<String> tokenize(String text) {
    Objects.requireNonNull(text, "text");
    return new WordReader().read(text);
  }

  /**
   * The tokens of many texts, by several threads; equal to {@link #tokenize} of each, in the order
   * of the texts. Equal tokens are one string, so a corpus costs a reference per token.
   *
   * @param threads how many threads work, at least 1
   * @return an unmodifiable list of unmodifiable lists
   */
  public static List<List<String>> tokenizeAll(List<String> texts, int threads) {
    ConcurrentMap<String, String> canonical = new ConcurrentHashMap<>();
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<String>[] results = new List[texts.size()];
    ParallelRange.run(
        texts.size(),
        threads,
        () -> {
          WordReader reader = new WordReader(canonical);
          return i -> results[i] = reader.read(texts.get(i));
        });
    return List.copyOf(Arrays.asList(results));
  }
}

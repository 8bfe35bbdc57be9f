package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.List;

/**
 * Tokenized texts. Each token is one number, an index into a list of words; a {@link Vocabulary} is
 * built from them later. The order of the words has no meaning. Immutable; the arrays are not
 * copied, so do not write to them.
 */
public final class TokenizedTexts {
  private final List<String> words;
  private final int[][] tokens;

  private TokenizedTexts(List<String> words, int[][] tokens) {
    this.words = words;
    this.tokens = tokens;
  }

  /**
   * Creates texts from tokens.
   *
   * @param words all different; words that do not occur are allowed
   * @param tokens {@code [i][t]}, indices into the list of words; a text may be empty
   * @throws IllegalArgumentException naming the first text with an index out of range
   */
  public static TokenizedTexts of(List<String> words, int[][] tokens) {
    Require.presentElements("words", words);
    Require.present("tokens", tokens);
    for (int i = 0; i < tokens.length; i++) {
      for (int token : tokens[i]) {
        if (token < 0 || token >= words.size()) {
          throw new IllegalArgumentException(
              "tokens[" + i + "]: expected 0 to " + (words.size() - 1) + ", got " + token);
        }
      }
    }
    return new TokenizedTexts(List.copyOf(words), tokens);
  }

  /** Like {@link #of}, without the check of the indices. */
  static TokenizedTexts trusted(List<String> words, int[][] tokens) {
    return new TokenizedTexts(words, tokens);
  }

  /** The number of texts. */
  public int size() {
    return tokens.length;
  }

  /** The list of words: every word that occurs, and possibly others; unmodifiable. */
  public List<String> words() {
    return words;
  }

  /** The tokens of a text as indices into {@link #words}; may be empty. */
  public int[] tokens(int text) {
    return tokens[text];
  }

  /** The words of a text, in order. */
  public List<String> wordsOf(int text) {
    return Arrays.stream(tokens[text]).mapToObj(words::get).toList();
  }

  /** How often each word occurs, by its index in {@link #words}; a new array. */
  public int[] counts() {
    int[] counts = new int[words.size()];
    for (int[] text : tokens) {
      for (int token : text) {
        counts[token]++;
      }
    }
    return counts;
  }

  /**
   * The texts of some ranges, one range after another; the bounds are {@code from, to, from, to,
   * ...}.
   */
  TokenizedTexts ranges(int... bounds) {
    int[][] chosen = new int[0][];
    for (int i = 0; i < bounds.length; i += 2) {
      int count = bounds[i + 1] - bounds[i];
      int at = chosen.length;
      chosen = Arrays.copyOf(chosen, at + count);
      System.arraycopy(tokens, bounds[i], chosen, at, count);
    }
    return new TokenizedTexts(words, chosen);
  }
}

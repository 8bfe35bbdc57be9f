package dev.sluice.data;

import java.util.Arrays;
import java.util.List;

/**
 * Texts as tokens, each token a place in a list of words: one number a token, whatever is made of
 * it later. The order of the words means nothing. Immutable; the arrays belong to it and are not
 * copied: read them, do not write.
 */
public final class TokenizedTexts {
  private final List<String> words;
  private final int[][] tokens;

  private TokenizedTexts(List<String> words, int[][] tokens) {
    this.words = words;
    this.tokens = tokens;
  }

  /**
   * Texts that are tokenized already.
   *
   * @param words all different; more than occur may be listed
   * @param tokens {@code [i][t]}: places in the list; possibly none
   * @throws IllegalArgumentException naming the first token without a word
   */
  public static TokenizedTexts of(List<String> words, int[][] tokens) {
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

  /** As {@link #of}, where the tokens are known to be places in the list. */
  static TokenizedTexts trusted(List<String> words, int[][] tokens) {
    return new TokenizedTexts(words, tokens);
  }

  /** Number of texts. */
  public int size() {
    return tokens.length;
  }

  /** Every word that occurs, and maybe others; unmodifiable. */
  public List<String> words() {
    return words;
  }

  /** The tokens of a text as places in {@link #words}; possibly none. */
  public int[] tokens(int text) {
    return tokens[text];
  }

  /** The words of a text, in order. */
  public List<String> wordsOf(int text) {
    return Arrays.stream(tokens[text]).mapToObj(words::get).toList();
  }

  /** How often each word occurs, by its place in {@link #words}; a new array. */
  public int[] counts() {
    int[] counts = new int[words.size()];
    for (int[] text : tokens) {
      for (int token : text) {
        counts[token]++;
      }
    }
    return counts;
  }

  /** The texts of some ranges {@code from, to}, one range after another. */
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

package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Maps tokens to indices. Index {@value #PADDING} is padding. Index {@value #UNKNOWN} stands for
 * every token that is not in the vocabulary. The other tokens are ordered by frequency, the most
 * frequent first. Immutable.
 */
public final class Vocabulary {
  /** The index of padding, which fills the shorter texts of a batch. */
  public static final int PADDING = 0;

  /** The index of every token that is not in the vocabulary. */
  public static final int UNKNOWN = 1;

  /** The token at index {@link #PADDING}. */
  public static final String PADDING_TOKEN = "<pad>";

  /** The token at index {@link #UNKNOWN}. */
  public static final String UNKNOWN_TOKEN = "<unk>";

  private final List<String> tokens;
  private final Map<String, Integer> indices;

  private Vocabulary(List<String> tokens) {
    this.tokens = Require.copyOf("tokens", tokens);
    this.indices = new HashMap<>(tokens.size() * 2);
    for (int i = 0; i < tokens.size(); i++) {
      Integer earlier = indices.put(tokens.get(i), i);
      if (earlier != null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "tokens: expected each token once, got '%s' at %d and at %d",
                tokens.get(i),
                earlier,
                i));
      }
    }
    // A text may contain these two names as words; they then count as unknown tokens.
    indices.remove(PADDING_TOKEN);
    indices.remove(UNKNOWN_TOKEN);
  }

  /** A builder that keeps all tokens. */
  public static Builder builder() {
    return new Builder(Integer.MAX_VALUE, 1);
  }

  /**
   * Creates a vocabulary from the list that {@link #tokens} returns.
   *
   * @param tokens all tokens by index, {@value #PADDING_TOKEN} and {@value #UNKNOWN_TOKEN} first
   * @throws IllegalArgumentException if these two are missing, or a token occurs twice
   */
  public static Vocabulary fromTokens(List<String> tokens) {
    Require.presentElements("tokens", tokens);
    if (tokens.size() < 2
        || !tokens.get(PADDING).equals(PADDING_TOKEN)
        || !tokens.get(UNKNOWN).equals(UNKNOWN_TOKEN)) {
      throw new IllegalArgumentException(
          "tokens: expected "
              + PADDING_TOKEN
              + " and "
              + UNKNOWN_TOKEN
              + " first, got "
              + tokens.subList(0, Math.min(2, tokens.size())));
    }
    return new Vocabulary(tokens);
  }

  /** The number of indices, with the two reserved ones. */
  public int size() {
    return tokens.size();
  }

  /** All tokens by index; unmodifiable. */
  public List<String> tokens() {
    return tokens;
  }

  /**
   * The token of an index.
   *
   * @throws IllegalArgumentException if there is no such index
   */
  public String token(int index) {
    Require.between("index", 0, tokens.size() - 1, index);
    return tokens.get(index);
  }

  /**
   * The index of a token; {@link #UNKNOWN} if it is not in the vocabulary; never {@link #PADDING}.
   */
  public int index(String token) {
    return indices.getOrDefault(Require.present("token", token), UNKNOWN);
  }

  /** The index of each token; a new array of the length of the list. */
  public int[] encode(List<String> words) {
    int[] encoded = new int[words.size()];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = index(words.get(i));
    }
    return encoded;
  }

  /** Selects the tokens of a training corpus that form the vocabulary. Immutable. */
  public static final class Builder {
    private final int maxSize;
    private final int minimumCount;

    private Builder(int maxSize, int minimumCount) {
      this.maxSize = maxSize;
      this.minimumCount = minimumCount;
    }

    /**
     * Keeps only the most frequent tokens.
     *
     * @param size maximum of {@link Vocabulary#size}, with the two reserved indices; at least 3
     */
    public Builder withMaxSize(int size) {
      Require.atLeast("maxSize", 3, size);
      return new Builder(size, minimumCount);
    }

    /**
     * Drops tokens that occur less often than this.
     *
     * @param count at least 1
     */
    public Builder withMinimumCount(int count) {
      Require.atLeast("minimumCount", 1, count);
      return new Builder(maxSize, count);
    }

    /**
     * Counts the tokens of the training texts (never count test texts) and creates the vocabulary.
     * Tokens of equal frequency are ordered alphabetically, so the order of the texts has no
     * effect.
     */
    public Vocabulary build(Collection<? extends List<String>> trainingTexts) {
      Map<String, int[]> counts = new HashMap<>();
      for (List<String> text : trainingTexts) {
        for (String token : text) {
          counts.computeIfAbsent(token, t -> new int[1])[0]++;
        }
      }
      return ofCounts(counts);
    }

    /** Like {@link #build(Collection)}. */
    public Vocabulary build(TokenizedTexts trainingTexts) {
      Map<String, int[]> counts = new HashMap<>();
      int[] byPlace = trainingTexts.counts();
      for (int place = 0; place < byPlace.length; place++) {
        if (byPlace[place] > 0) {
          counts.put(trainingTexts.words().get(place), new int[] {byPlace[place]});
        }
      }
      return ofCounts(counts);
    }

    private Vocabulary ofCounts(Map<String, int[]> counts) {
      counts.remove(PADDING_TOKEN);
      counts.remove(UNKNOWN_TOKEN);
      List<String> listed = new ArrayList<>(List.of(PADDING_TOKEN, UNKNOWN_TOKEN));
      counts.entrySet().stream()
          .filter(entry -> entry.getValue()[0] >= minimumCount)
          .sorted(
              Comparator.<Map.Entry<String, int[]>>comparingInt(entry -> -entry.getValue()[0])
                  .thenComparing(Map.Entry::getKey))
          .limit(maxSize - 2)
          .forEach(entry -> listed.add(entry.getKey()));
      return new Vocabulary(listed);
    }
  }
}

package dev.sluice.layer;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Describes an embedding: a trainable vector for each token. Tokens {@code [T, N]} give vectors
 * {@code [T, N, E]}.
 *
 * @param vocabulary V, the number of different tokens
 * @param size E, the number of features per vector
 * @param padding the padding token, or -1 for none; its vector starts at zero and gets no gradient.
 *     Steps beyond a row's length never get a gradient
 * @param initializer initial distribution of the vectors
 * @param wordDropout probability, at least 0 and below 1, that a token is replaced by {@code
 *     replacement} in training
 * @param replacement the token that replaces dropped tokens
 */
public record EmbeddingSpec(
    int vocabulary,
    int size,
    int padding,
    Initializer initializer,
    float wordDropout,
    int replacement)
    implements LayerSpec {

  /** Checks the values. */
  public EmbeddingSpec {
    Require.atLeast("embedding vocabulary", 1, vocabulary);
    Require.atLeast("embedding size", 1, size);
    Require.weightFits("embedding", vocabulary, size);
    Require.present("embedding initializer", initializer);
    Require.fraction("embedding wordDropout", wordDropout);
    token("padding", padding, -1, vocabulary);
    // If no word is dropped, the replacement need not be in the vocabulary.
    token("replacement", replacement, 0, wordDropout > 0 ? vocabulary : Integer.MAX_VALUE);
  }

  private static void token(String name, int token, int from, int vocabulary) {
    if (token < from || token >= vocabulary) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embedding %s: expected a token from %d to %d, got %d",
              name,
              from,
              vocabulary - 1,
              token));
    }
  }

  /**
   * An embedding like PyTorch's {@code nn.Embedding(V, E)}: weights from N(0, 1) and no padding
   * token. Without word dropout; the replacement is 1.
   */
  public static EmbeddingSpec of(int vocabulary, int size) {
    return new EmbeddingSpec(vocabulary, size, -1, Initializer.normal(1), 0, 1);
  }

  /**
   * An embedding for classifying texts whose tokens come from a {@link dev.sluice.data.Vocabulary}.
   * The padding token is 0. The weights are drawn from N(0, 0.1): sentiment is then learned in
   * fewer epochs than with N(0, 1). A language model learns faster with {@link #of}.
   */
  public static EmbeddingSpec forTextClassification(int vocabulary, int size) {
    return new EmbeddingSpec(vocabulary, size, 0, Initializer.normal(0.1), 0, 1);
  }

  /** A copy with another padding token; -1 for none. */
  public EmbeddingSpec withPadding(int padding) {
    return new EmbeddingSpec(vocabulary, size, padding, initializer, wordDropout, replacement);
  }

  /** A copy with another initial distribution. */
  public EmbeddingSpec withInitializer(Initializer initializer) {
    return new EmbeddingSpec(vocabulary, size, padding, initializer, wordDropout, replacement);
  }

  /** A copy that replaces random tokens in training. */
  public EmbeddingSpec withWordDropout(double rate, int replacement) {
    return new EmbeddingSpec(vocabulary, size, padding, initializer, (float) rate, replacement);
  }

  @Override
  public String kind() {
    return "embedding";
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    input.require(FeatureShape.Kind.TOKENS, 0);
    return FeatureShape.sequence(size);
  }

  @Override
  public Map<String, List<Integer>> parameterShapes() {
    return Map.of("weight", List.of(vocabulary, size));
  }

  @Override
  public Embedding create(LayerContext context) {
    return new Embedding(this, context);
  }
}

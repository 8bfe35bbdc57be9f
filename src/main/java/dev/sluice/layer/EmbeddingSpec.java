package dev.sluice.layer;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trainable vector for each token: tokens {@code [T, N]} to {@code [T, N, E]}.
 *
 * @param vocabulary V, the number of tokens
 * @param size E, the features of a vector
 * @param padding the token whose vector starts at zero and gets no gradient, or -1 for none. Steps
 *     beyond a row's length get no gradient in either case
 * @param initializer of the vectors
 * @param wordDropout the probability, 0 to below 1, that training sees {@code replacement} instead
 *     of a token
 * @param replacement the token that stands for dropped ones
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
    // Where no word is dropped the replacement need not exist.
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
   * As PyTorch's {@code nn.Embedding(V, E)}: weights from N(0, 1), every token trained, no padding
   * token. Replacement 1, no dropout of words.
   */
  public static EmbeddingSpec of(int vocabulary, int size) {
    return new EmbeddingSpec(vocabulary, size, -1, Initializer.normal(1), 0, 1);
  }

  /**
   * For classifying texts whose tokens a {@link dev.sluice.data.Vocabulary} numbers: padding token
   * 0, which stays zero, and weights from N(0, 0.1), with which sentiment is learned in fewer
   * epochs than with N(0, 1). A language model learns faster with {@link #of}.
   */
  public static EmbeddingSpec forTextClassification(int vocabulary, int size) {
    return new EmbeddingSpec(vocabulary, size, 0, Initializer.normal(0.1), 0, 1);
  }

  /** This embedding with another padding token; -1 for none. */
  public EmbeddingSpec withPadding(int padding) {
    return new EmbeddingSpec(vocabulary, size, padding, initializer, wordDropout, replacement);
  }

  /** This embedding with other first weights. */
  public EmbeddingSpec withInitializer(Initializer initializer) {
    return new EmbeddingSpec(vocabulary, size, padding, initializer, wordDropout, replacement);
  }

  /** This embedding with words replaced at random in training. */
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

package dev.sluice.layer;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An embedding: looks up a trainable vector for each token. Tokens {@code INT32 [T, N]} give
 * vectors {@code [T, N, E]}. The parameter is {@code weight [V, E]}. The row of the padding token
 * starts at zero and stays zero.
 */
public final class Embedding implements Layer {
  private final EmbeddingSpec spec;
  private final Device device;
  private final int site;
  private final Parameter weight;

  Embedding(EmbeddingSpec spec, LayerContext context) {
    this.spec = spec;
    this.device = context.device();
    this.site = context.site(0);
    float[] values =
        spec.initializer()
            .draw(spec.vocabulary(), spec.size(), spec.vocabulary(), context.random());
    if (spec.padding() >= 0) {
      int from = spec.padding() * spec.size();
      Arrays.fill(values, from, from + spec.size(), 0);
    }
    this.weight = context.parameter("weight", values, List.of(spec.vocabulary(), spec.size()));
  }

  /** The description of this layer. */
  public EmbeddingSpec spec() {
    return spec;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    Tensor given = input.values().require("tokens", DType.INT32, -1, -1);
    Tensor tokens = dropWords(given, context);
    Tensor y = context.scope().floats(given.shape().size(0), given.shape().size(1), spec.size());
    device.sequences().embed(tokens, weight.value(), y);
    Features output = new Features(y, input.lengths(), weight.trainable());
    return Pass.of(output, context, dOutput -> backward(dOutput, tokens, output.lengths()));
  }

  private Tensor dropWords(Tensor tokens, ForwardContext context) {
    if (!context.training() || spec.wordDropout() == 0) {
      return tokens;
    }
    Tensor kept = context.scope().ints(tokens.shape().sizes());
    device
        .sequences()
        .dropTokens(
            tokens,
            spec.wordDropout(),
            spec.padding(),
            spec.replacement(),
            context.random(site),
            kept);
    return kept;
  }

  private @Nullable Tensor backward(Tensor dOutput, Tensor tokens, @Nullable Tensor lengths) {
    if (weight.trainable()) {
      device.sequences().embedBackward(tokens, lengths, spec.padding(), dOutput, weight.gradient());
    }
    return null;
  }
}

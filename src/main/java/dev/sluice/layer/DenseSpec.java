package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.cell.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes a fully connected layer: {@code y = act(x weightᵀ + bias)}, applied to vectors {@code
 * [N, F]} or to every step of {@code [T, N, F]}.
 *
 * @param inputSize F, the number of input features
 * @param outputSize O, the number of output features
 * @param activation act; {@link Activation#identity()} for none
 * @param bias whether the layer has a bias
 * @param initializer initial distribution of weight and bias; the fan is F
 */
public record DenseSpec(
    int inputSize, int outputSize, Activation activation, boolean bias, Initializer initializer)
    implements LayerSpec {

  /** Checks the values. */
  public DenseSpec {
    Require.atLeast("dense inputSize", 1, inputSize);
    Require.atLeast("dense outputSize", 1, outputSize);
    Require.weightFits("dense", outputSize, inputSize);
    Require.present("dense activation", activation);
    Require.present("dense initializer", initializer);
  }

  /**
   * A layer like PyTorch's {@code nn.Linear}: with a bias, without an activation, and with the same
   * initial distribution.
   */
  public static DenseSpec of(int inputSize, int outputSize) {
    return new DenseSpec(
        inputSize, outputSize, Activation.identity(), true, Initializer.fanUniform());
  }

  /** A copy with another activation. */
  public DenseSpec withActivation(Activation activation) {
    return new DenseSpec(inputSize, outputSize, activation, bias, initializer);
  }

  /** A copy with or without a bias. */
  public DenseSpec withBias(boolean bias) {
    return new DenseSpec(inputSize, outputSize, activation, bias, initializer);
  }

  /** A copy with another initial distribution. */
  public DenseSpec withInitializer(Initializer initializer) {
    return new DenseSpec(inputSize, outputSize, activation, bias, initializer);
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    FeatureShape.Kind kind = input.kind();
    input.require(kind == FeatureShape.Kind.TOKENS ? FeatureShape.Kind.VECTOR : kind, inputSize);
    return input.resized(outputSize);
  }

  @Override
  public Map<String, List<Integer>> parameterShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("weight", List.of(outputSize, inputSize));
    if (bias) {
      shapes.put("bias", List.of(outputSize));
    }
    return shapes;
  }

  @Override
  public Dense create(LayerContext context) {
    return new Dense(this, context);
  }
}

package dev.sluice.insight.cost;

import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/** One kind of cost, as a number of each layer. */
public enum Cost {
  /** Trainable scalars, all layers and directions. */
  PARAMETERS("parameters", "Parameters", (layer, result) -> layer.parameters()),
  /** Multiply-adds per token, forward. */
  FORWARD_MULTIPLY_ADDS(
      "forwardMultiplyAddsPerToken",
      "Multiply-adds per token, forward",
      (layer, result) -> layer.multiplyAdds().forward()),
  /** Multiply-adds per token, backward. */
  BACKWARD_MULTIPLY_ADDS(
      "backwardMultiplyAddsPerToken",
      "Multiply-adds per token, backward",
      (layer, result) -> layer.multiplyAdds().backward()),
  /** Bytes kept for the backward pass, per token. */
  KEPT_BYTES(
      "keptBytes",
      "Bytes kept per token",
      (layer, result) ->
          (double) layer.keptBytes() / result.settings().timesteps() / result.settings().batch()),
  /** Nanoseconds per token, forward. */
  FORWARD_NANOS(
      "forwardNanosecondsPerToken",
      "Nanoseconds per token, forward",
      (layer, result) -> layer.forward().median()),
  /** Nanoseconds per token, backward. */
  BACKWARD_NANOS(
      "backwardNanosecondsPerToken",
      "Nanoseconds per token, backward",
      (layer, result) -> layer.backward().median());

  private final String key;
  private final String title;
  private final ToDoubleBiFunction<LayerCost, CostResult> value;

  Cost(String key, String title, ToDoubleBiFunction<LayerCost, CostResult> value) {
    this.key = key;
    this.title = title;
    this.value = value;
  }

  /** The name in files. */
  public String key() {
    return key;
  }

  /** What the number is, with its unit. */
  public String title() {
    return title;
  }

  /** The number of a layer of the result. */
  public double of(LayerCost layer, CostResult result) {
    return value.applyAsDouble(layer, result);
  }

  /** The number as a share of the LSTM's; empty if the result has no LSTM. */
  public OptionalDouble share(LayerCost layer, CostResult result) {
    return result.lstm().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(of(layer, result) / of(result.lstm().get(), result));
  }
}

package dev.sluice.layer;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Map;

/**
 * Inverted dropout: in training each element is zero with probability {@code rate} and otherwise
 * divided by {@code 1 - rate}; in inference nothing happens.
 *
 * @param rate 0 to below 1
 * @param mask which elements are dropped together
 */
public record DropoutSpec(float rate, DropoutMask mask) implements LayerSpec {

  /** Checks the rate. */
  public DropoutSpec {
    Require.fraction("dropout rate", rate);
    Require.present("dropout mask", mask);
  }

  /** Dropout of single elements at this rate. */
  public static DropoutSpec of(double rate) {
    return of(rate, DropoutMask.INDEPENDENT);
  }

  /** Dropout at this rate under such a mask. */
  public static DropoutSpec of(double rate, DropoutMask mask) {
    return new DropoutSpec((float) rate, mask);
  }

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.kind() == FeatureShape.Kind.TOKENS) {
      throw new IllegalArgumentException("expected a sequence or vectors, got " + input);
    }
    return input;
  }

  @Override
  public Map<String, List<Integer>> parameterShapes() {
    return Map.of();
  }

  @Override
  public Dropout create(LayerContext context) {
    return new Dropout(this, context);
  }
}

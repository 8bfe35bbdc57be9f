package dev.sluice.layer;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Map;

/**
 * Describes inverted dropout. In training each element is set to zero with probability {@code rate}
 * and otherwise divided by {@code 1 - rate}. In inference nothing changes.
 *
 * @param rate probability of dropping an element, at least 0 and below 1
 * @param mask which elements are dropped together
 */
public record DropoutSpec(float rate, DropoutMask mask) implements LayerSpec {

  /** Checks the rate. */
  public DropoutSpec {
    Require.fraction("dropout rate", rate);
    Require.present("dropout mask", mask);
  }

  /** Dropout that drops each element independently. */
  public static DropoutSpec of(double rate) {
    return of(rate, DropoutMask.INDEPENDENT);
  }

  /** Dropout with this mask. */
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

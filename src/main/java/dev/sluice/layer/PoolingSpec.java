package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Describes pooling over time: {@code [T, N, F]} gives {@code [N, k*F]}, the results of k poolings,
 * concatenated. A row without valid steps gives zeros.
 *
 * <p>{@link PoolingKind#LAST} takes the final state of a recurrence. A reverse recurrence ends at
 * the first step, so for the {@code reverseFeatures} the first step is taken. For a bidirectional
 * layer this gives the final states of both directions, PyTorch's {@code cat(h_n[-2], h_n[-1])}.
 * {@link PoolingKind#LAST_STEP} takes the last valid step of all features, PyTorch's {@code
 * output[:, -1]}.
 *
 * @param poolings the poolings, in the order of the output; each at most once
 * @param reverseFeatures number of features, the last ones, that come from a reverse recurrence
 */
public record PoolingSpec(List<PoolingKind> poolings, int reverseFeatures) implements LayerSpec {

  /** Checks the values. */
  public PoolingSpec {
    Require.present("pooling poolings", poolings);
    poolings = Require.copyOf("poolings", poolings);
    if (poolings.isEmpty() || EnumSet.copyOf(poolings).size() != poolings.size()) {
      throw new IllegalArgumentException(
          "pooling: expected at least one of "
              + Arrays.toString(PoolingKind.values())
              + ", each at most once, got "
              + poolings);
    }
    Require.atLeast("pooling reverseFeatures", 0, reverseFeatures);
  }

  /** These poolings for a forward recurrence. */
  public static PoolingSpec of(PoolingKind... poolings) {
    return new PoolingSpec(Require.copyOf("poolings", poolings), 0);
  }

  /** A copy for an input whose last features come from a reverse recurrence. */
  public PoolingSpec withReverseFeatures(int reverseFeatures) {
    return new PoolingSpec(poolings, reverseFeatures);
  }

  @Override
  public String kind() {
    return "pooling";
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.kind() != FeatureShape.Kind.SEQUENCE) {
      throw new IllegalArgumentException("expected a sequence [T, N, F], got " + input);
    }
    if (input.reverseFeatures() != reverseFeatures) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %d features of a reverse recurrence, got %d of %s",
              reverseFeatures,
              input.reverseFeatures(),
              input));
    }
    return FeatureShape.vector(Math.multiplyExact(poolings.size(), input.size()));
  }

  @Override
  public Map<String, List<Integer>> parameterShapes() {
    return Map.of();
  }

  @Override
  public Pooling create(LayerContext context) {
    return new Pooling(this, context.device());
  }
}

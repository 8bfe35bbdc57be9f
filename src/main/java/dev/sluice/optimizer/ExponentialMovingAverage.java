package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exponential moving average of weights. It often generalizes better than the last weights. At
 * update t (from 0):
 *
 * <pre>
 *   d       = min(decay, (1 + t) / (10 + t))
 *   average = d * average + (1 - d) * weights
 * </pre>
 *
 * <p>The average starts as a copy of the weights. Since d is small at first, the random initial
 * weights soon lose their influence.
 */
public final class ExponentialMovingAverage implements AutoCloseable {
  private final double decay;
  private final List<Entry> entries = new ArrayList<>();
  private long updates;
  private @Nullable Swapped swapped;

  private record Entry(Parameter parameter, Tensor average) {
    void copyToWeights() {
      average.device().elementwise().copy(average, parameter.value());
    }
  }

  /**
   * Creates an average that starts as a copy of the weights.
   *
   * @param parameters the parameters to average, without frozen ones: their average would drift by
   *     rounding
   * @param decay the largest d, at least 0 and below 1
   */
  public ExponentialMovingAverage(List<Parameter> parameters, double decay) {
    Require.fraction("decay", decay);
    this.decay = decay;
    try {
      for (Parameter parameter : parameters) {
        entries.add(new Entry(parameter, copyOf(parameter.value())));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Tensor copyOf(Tensor tensor) {
    Device device = tensor.device();
    Tensor copy = device.allocate(DType.FLOAT32, tensor.shape());
    try {
      device.elementwise().copy(tensor, copy);
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /**
   * Updates the average with the current weights; called after each step of the optimizer.
   *
   * @throws IllegalStateException while the average is swapped in
   */
  public void update() {
    requireNotSwapped();
    float d = (float) Math.min(decay, (1.0 + updates) / (10.0 + updates));
    for (Entry entry : entries) {
      Tensor weights = entry.parameter.value();
      weights.device().updates().movingAverage(weights, entry.average, d);
    }
    updates++;
  }

  /**
   * Writes the averages into the parameters until the result is closed:
   *
   * <pre>{@code
   * try (ExponentialMovingAverage.Swapped averaged = average.swapIn()) {
   *   evaluate(model);
   * }
   * }</pre>
   *
   * @throws IllegalStateException if they are already swapped in
   */
  public Swapped swapIn() {
    requireNotSwapped();
    swapped = new Swapped();
    return swapped;
  }

  /**
   * Writes the averages into the parameters permanently.
   *
   * @throws IllegalStateException while they are swapped in
   */
  public void copyToWeights() {
    requireNotSwapped();
    entries.forEach(Entry::copyToWeights);
  }

  private void requireNotSwapped() {
    if (swapped != null) {
      throw new IllegalStateException(
          "weight average: expected the weights in place, got the average swapped in; close it first");
    }
  }

  /** The number of updates taken. */
  public long updates() {
    return updates;
  }

  /** The averages by name, {@code PARAMETER.average}; for checkpoints. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Entry entry : entries) {
      state.put(entry.parameter.name() + ".average", entry.average);
    }
    return state;
  }

  /** Sets the number of updates when a run resumes; the caller writes the averages separately. */
  public void restore(long updates) {
    Require.nonNegative("updates", updates);
    this.updates = updates;
  }

  /** Frees the averages; if they are swapped in, restores the weights first. */
  @Override
  public void close() {
    if (swapped != null) {
      swapped.close();
    }
    entries.forEach(entry -> entry.average.close());
  }

  /** The averages in place of the weights; closing restores the weights. */
  public final class Swapped implements AutoCloseable {
    private final List<Tensor> weights = new ArrayList<>();

    private Swapped() {
      // All weights are copied before the first is overwritten: memory may run out on the way.
      try {
        entries.forEach(entry -> weights.add(copyOf(entry.parameter.value())));
        entries.forEach(Entry::copyToWeights);
      } catch (RuntimeException e) {
        weights.forEach(Tensor::close);
        throw e;
      }
    }

    /**
     * Restores the weights.
     *
     * @throws IllegalStateException if they were restored before
     */
    @Override
    public void close() {
      if (swapped != this) {
        throw new IllegalStateException("weight average: the weights are restored already");
      }
      for (int i = 0; i < weights.size(); i++) {
        Tensor value = entries.get(i).parameter.value();
        value.device().elementwise().copy(weights.get(i), value);
        weights.get(i).close();
      }
      swapped = null;
    }
  }
}

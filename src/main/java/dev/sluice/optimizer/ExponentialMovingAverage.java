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

/**
 * An exponential moving average of weights; it often generalises better than the last weights do.
 * After update t (from 0):
 *
 * <pre>
 *   d       = min(decay, (1 + t) / (10 + t))
 *   average = d * average + (1 - d) * weights
 * </pre>
 *
 * so that the first, random weights are soon forgotten. Starts as a copy of the weights.
 */
public final class ExponentialMovingAverage implements AutoCloseable {
  private final double decay;
  private final List<Entry> entries = new ArrayList<>();
  private long updates;
  private Swapped swapped;

  private record Entry(Parameter parameter, Tensor average) {
    void copyToWeights() {
      average.device().elementwise().copy(average, parameter.value());
    }
  }

  /**
   * Copies the weights.
   *
   * @param parameters to average; not frozen ones, which would drift by the rounding of the average
   * @param decay the largest weight of the past, 0 to below 1
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
   * Takes in the current weights; called after each step of the optimizer.
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
   * Puts the averages into the parameters, until the result is closed:
   *
   * <pre>{@code
   * try (ExponentialMovingAverage.Swapped averaged = average.swapIn()) {
   *   evaluate(model);
   * }
   * }</pre>
   *
   * @throws IllegalStateException if they are in already
   */
  public Swapped swapIn() {
    requireNotSwapped();
    swapped = new Swapped();
    return swapped;
  }

  /**
   * Puts the averages into the parameters for good.
   *
   * @throws IllegalStateException while they are swapped in
   */
  public void copyToWeights() {
    requireNotSwapped();
    entries.forEach(Entry::copyToWeights);
  }

  private void requireNotSwapped() {
    if (swapped != null) {
      throw new IllegalStateException("weight average: it is swapped in; close that first");
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

  /** Goes on as if so many updates had been taken; the averages are written separately. */
  public void restore(long updates) {
    Require.nonNegative("updates", updates);
    this.updates = updates;
  }

  /** Frees the averages, and puts back the weights if the averages are in. */
  @Override
  public void close() {
    if (swapped != null) {
      swapped.close();
    }
    entries.forEach(entry -> entry.average.close());
  }

  /** The averages in the place of the weights, which come back at the close. */
  public final class Swapped implements AutoCloseable {
    private final List<Tensor> weights = new ArrayList<>();

    private Swapped() {
      // All are kept before the first is written over: memory may not suffice for all.
      try {
        entries.forEach(entry -> weights.add(copyOf(entry.parameter.value())));
        entries.forEach(Entry::copyToWeights);
      } catch (RuntimeException e) {
        weights.forEach(Tensor::close);
        throw e;
      }
    }

    /**
     * Puts the weights back.
     *
     * @throws IllegalStateException if that was done before
     */
    @Override
    public void close() {
      if (swapped != this) {
        throw new IllegalStateException("weight average: the weights are back already");
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

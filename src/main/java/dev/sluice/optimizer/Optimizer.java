package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Updates weights by their gradients. An optimizer is bound to its parameters when it is created,
 * owns their states, and skips frozen parameters. All parameters share one step count, so a
 * parameter that is unfrozen late should get a new optimizer.
 */
public interface Optimizer extends AutoCloseable {

  /** All parameters of all groups, in a fixed order. */
  List<Parameter> parameters();

  /** The learning rate of the description. */
  double learningRate();

  /** Updates every trainable parameter by its gradient, with {@link #learningRate}. */
  default void step() {
    step(learningRate(), null);
  }

  /**
   * Updates every trainable parameter by its gradient, with {@link #learningRate}.
   *
   * @param scale as for {@link #step(double, Tensor)}
   */
  default void step(Tensor scale) {
    step(learningRate(), scale);
  }

  /**
   * Updates every trainable parameter by its gradient.
   *
   * @param learningRate learning rate of this step; each group multiplies it by its factor
   * @param scale {@code FLOAT32 [1]}, a factor for every gradient, see {@link Clipping}; or null
   * @throws IllegalArgumentException if the learning rate, or that of a group, is negative or not
   *     finite in {@code float32}; no weight has changed then
   */
  void step(double learningRate, @Nullable Tensor scale);

  /** The number of steps taken. */
  long steps();

  /** The states by unique name, for example {@code PARAMETER.first_moment}; for checkpoints. */
  Map<String, Tensor> state();

  /** Sets the step count when a run resumes; the caller writes the states separately. */
  void restore(long steps);

  /** Frees the states. */
  @Override
  void close();
}

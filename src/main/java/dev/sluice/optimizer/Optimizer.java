package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Turns gradients into new weights. An optimizer is bound to its parameters when it is made, owns
 * their states, and skips frozen ones. All parameters share one count of steps, so a parameter that
 * is unfrozen late is best given to a new optimizer.
 */
public interface Optimizer extends AutoCloseable {

  /** All parameters of all groups, in a fixed order. */
  List<Parameter> parameters();

  /**
   * Changes every trainable parameter by its gradient.
   *
   * @param learningRate the schedule's value for this step; multiplied by each group's factor
   * @param scale {@code FLOAT32 [1]}, multiplies every gradient, see clipping; or null
   * @throws IllegalArgumentException if the learning rate, or a group's part of it, is negative or
   *     not finite in {@code float32}; no weight has changed then
   */
  void step(double learningRate, Tensor scale);

  /** The number of steps taken. */
  long steps();

  /** The states by unique name, {@code PARAMETER.first_moment} for example; for checkpoints. */
  Map<String, Tensor> state();

  /** Goes on as if so many steps had been taken; the states are written separately. */
  void restore(long steps);

  /** Frees the states. */
  @Override
  void close();
}

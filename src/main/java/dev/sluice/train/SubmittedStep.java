package dev.sluice.train;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;

/**
 * A training step that was submitted to the device. Its metrics stay on the device until they are
 * read.
 */
public final class SubmittedStep implements AutoCloseable {
  /** The number of measured values: loss, correct predictions, norm of the gradients. */
  static final int MEASURED = 3;

  private final StepMetrics known;
  private final Tensor measured;
  private final List<Parameter> parameters;

  /**
   * @param known the metrics that the host knows already
   * @param measured {@code [3]}; this object owns it
   * @param parameters the parameters of the optimizer
   */
  SubmittedStep(StepMetrics known, Tensor measured, List<Parameter> parameters) {
    this.known = known;
    this.measured = measured;
    this.parameters = parameters;
  }

  /**
   * The metrics of the step. Waits until the device has finished the step.
   *
   * @throws NonFiniteException if the loss or a gradient was NaN or infinite; the step has then
   *     changed no weight. The message names the gradient as long as no later step was submitted
   */
  public StepMetrics metrics() {
    float[] values = measured.floats();
    requireFinite(values[0], values[2]);
    return new StepMetrics(
        known.step(),
        values[0],
        (long) values[1],
        known.counted(),
        known.weight(),
        known.examples(),
        known.tokens(),
        values[2],
        known.learningRate());
  }

  private void requireFinite(float loss, float norm) {
    if (!Float.isFinite(loss)) {
      throw new NonFiniteException(known.step(), "loss", loss);
    }
    if (Float.isFinite(norm)) {
      return;
    }
    for (Parameter parameter : parameters) {
      if (parameter.trainable()) {
        requireFiniteGradient(parameter);
      }
    }
    throw new NonFiniteException(known.step(), "norm of all gradients", norm);
  }

  private void requireFiniteGradient(Parameter parameter) {
    for (float value : parameter.gradient().floats()) {
      if (!Float.isFinite(value)) {
        throw new NonFiniteException(known.step(), "gradient of " + parameter.name(), value);
      }
    }
  }

  /** Frees the measured values. */
  @Override
  public void close() {
    measured.close();
  }
}

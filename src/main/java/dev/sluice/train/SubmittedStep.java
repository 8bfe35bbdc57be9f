package dev.sluice.train;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;

/** A training step that was handed to the device; what it measured waits there. */
public final class SubmittedStep implements AutoCloseable {
  /** Loss, right answers, norm of the gradients. */
  static final int MEASURED = 3;

  private final StepMetrics known;
  private final Tensor measured;
  private final List<Parameter> parameters;

  /**
   * @param known what the host knows already
   * @param measured {@code [3]}; owned from now on
   * @param parameters of the optimizer
   */
  SubmittedStep(StepMetrics known, Tensor measured, List<Parameter> parameters) {
    this.known = known;
    this.measured = measured;
    this.parameters = parameters;
  }

  /**
   * What the step measured, waiting for the device where needed.
   *
   * @throws NonFiniteException if the loss or a gradient was NaN or infinite; the step changed no
   *     weight then. The gradient concerned is named as long as no later step was submitted
   */
  public StepMetrics figures() {
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

  /** Frees what was measured. */
  @Override
  public void close() {
    measured.close();
  }
}

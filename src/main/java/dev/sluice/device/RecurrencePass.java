package dev.sluice.device;

/** One forward pass of a {@link RecurrencePlan}, with the values that its backward pass needs. */
public interface RecurrencePass extends AutoCloseable {

  /**
   * Runs the backward pass through time. It adds to the gradients of all trainable parameters and
   * to the given gradients of the inputs.
   *
   * @throws IllegalStateException if called twice, if the forward pass kept only its outputs, or if
   *     this pass is closed
   */
  void backward(RecurrencePlan.OutputGradients outputs, RecurrencePlan.InputGradients inputs);

  /** Frees the values kept for the backward pass. */
  @Override
  void close();
}

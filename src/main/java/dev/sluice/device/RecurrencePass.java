package dev.sluice.device;

/** One forward run of a {@link RecurrencePlan} with what it kept. */
public interface RecurrencePass extends AutoCloseable {

  /**
   * Goes back through time: adds to the gradients of all trainable parameters and to the given
   * gradients of the inputs.
   *
   * @throws IllegalStateException if called twice, if the pass kept only its outputs, or if it is
   *     closed
   */
  void backward(RecurrencePlan.OutputGradients outputs, RecurrencePlan.InputGradients inputs);

  /** Gives back what was kept. */
  @Override
  void close();
}

package dev.sluice.layer;

/** The initial states of a recurrence, used if the caller gives none. */
public enum InitialStates {
  /** Zeros. */
  ZERO,
  /**
   * Trainable parameters {@code h0 [P]} and, with a cell state, {@code c0 [H]} for each layer and
   * direction. They start at zero and are the same for all rows. Their gradient is the sum over the
   * rows.
   */
  LEARNED
}

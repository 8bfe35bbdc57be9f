package dev.sluice.layer;

/** What a recurrence starts from where no states are given. */
public enum InitialStates {
  /** Zeros. */
  ZERO,
  /**
   * Parameters {@code h0 [P]} and, with a cell state, {@code c0 [H]} of each layer and direction.
   * They begin at zero, are the same for all rows, and learn from the sum of the rows' gradients.
   */
  LEARNED
}

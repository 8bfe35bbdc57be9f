package dev.sluice.sequence;

/** The way to reduce the valid timesteps of a row, {@code [T, F]}, to one vector {@code [F]}. */
public enum PoolingKind {
  /** The first timestep. */
  FIRST,
  /**
   * The last valid timestep. For a reverse recurrence, the pooling layer takes the first timestep
   * instead, because the reverse recurrence ends there. The result is the final states of both
   * directions, in PyTorch {@code cat(h_n[-2], h_n[-1])}.
   */
  LAST,
  /**
   * The last valid timestep for the features of both directions: in PyTorch {@code output[:, -1]}
   * of sequences of full length. At that timestep a reverse recurrence has read only one input.
   */
  LAST_STEP,
  /** The largest value of each feature; NaN if any value is NaN. */
  MAX,
  /** The mean of each feature. */
  MEAN
}

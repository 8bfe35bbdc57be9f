package dev.sluice.sequence;

/** How the valid steps of a row become one vector. */
public enum PoolingKind {
  /** The first step, if the row has any. */
  FIRST,
  /**
   * The last valid step. A pooling layer takes the features of a reverse recurrence from the first
   * step instead, where that recurrence ends: the final states of both directions, in PyTorch
   * {@code cat(h_n[-2], h_n[-1])}.
   */
  LAST,
  /**
   * The last valid step of all features, whatever direction they come from: in PyTorch {@code
   * output[:, -1]} of sequences of full length. A reverse recurrence has read one step only there.
   */
  LAST_STEP,
  /** The largest value of each feature; NaN if any is. */
  MAX,
  /** The mean of each feature. */
  MEAN
}

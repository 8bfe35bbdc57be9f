package dev.sluice.device;

/** How the valid steps of a row become one vector. */
public enum PoolingKind {
  /** The first step, if the row has any. */
  FIRST,
  /** The last valid step. */
  LAST,
  /** The largest value of each feature; NaN if any is. */
  MAX,
  /** The mean of each feature. */
  MEAN
}

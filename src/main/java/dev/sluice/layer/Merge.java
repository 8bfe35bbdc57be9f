package dev.sluice.layer;

/** How the outputs of the two directions of a layer are combined. */
public enum Merge {
  /** Concatenated along the features, forward first: {@code [T, N, 2*P]}. */
  CONCATENATED,
  /** Summed: {@code [T, N, P]}. */
  SUMMED
}

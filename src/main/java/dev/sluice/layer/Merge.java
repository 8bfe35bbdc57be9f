package dev.sluice.layer;

/** How the outputs of a layer's two directions become one sequence. */
public enum Merge {
  /** Side by side, forward then reverse: {@code [T, N, 2*P]}. */
  CONCATENATED,
  /** Added up: {@code [T, N, P]}. */
  SUMMED
}

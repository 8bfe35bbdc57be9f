package dev.sluice.app.parity;

/** How the outputs of two directions are combined. */
enum Merge {
  /** Concatenated, forward direction first. */
  CONCAT,
  /** Added element by element. */
  SUM
}

package dev.sluice.app.parity;

/** How the outputs of two directions become one. */
enum Merge {
  /** Side by side, forward first. */
  CONCAT,
  /** Element-wise. */
  SUM
}

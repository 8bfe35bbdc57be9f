package dev.sluice.sequence;

/** In which order a plan reads the timesteps of a row. */
public enum Direction {
  /** From the first step to the last. */
  FORWARD,
  /** From the last valid step of each row to the first. */
  REVERSE
}

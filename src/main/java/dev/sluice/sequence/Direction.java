package dev.sluice.sequence;

/** The order in which a plan reads the timesteps of a row. */
public enum Direction {
  /** From the first timestep to the last. */
  FORWARD,
  /** From the last valid timestep of each row to the first. Padding is not read. */
  REVERSE
}

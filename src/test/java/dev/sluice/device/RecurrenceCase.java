package dev.sluice.device;

import dev.sluice.cell.Cell;

/**
 * One row of the matrix that every backend runs.
 *
 * @param timesteps T
 * @param batch N
 * @param states whether h0 and c0 are given
 */
public record RecurrenceCase(
    Cell cell,
    int timesteps,
    int batch,
    Direction direction,
    Lengths lengths,
    boolean states,
    Bptt bptt,
    Upstream upstream) {

  /** How long the rows are. */
  public enum Lengths {
    ABSENT,
    ALL_T,
    MIXED,
    MIXED_WITH_ZEROS,
    ALL_ZERO
  }

  /** Which gradients come from above. */
  public enum Upstream {
    ALL(true, true, true),
    STEPS(true, false, false),
    FINAL_STATES(false, true, true),
    FINAL_H(false, true, false);

    final boolean dY;
    final boolean dHN;
    final boolean dCN;

    Upstream(boolean dY, boolean dHN, boolean dCN) {
      this.dY = dY;
      this.dHN = dHN;
      this.dCN = dCN;
    }
  }

  /** A case with everything given, to be varied. */
  public static RecurrenceCase of(Cell cell, int timesteps, int batch) {
    return new RecurrenceCase(
        cell, timesteps, batch, Direction.FORWARD, Lengths.MIXED, true, Bptt.full(), Upstream.ALL);
  }

  public RecurrenceCase with(Direction direction) {
    return new RecurrenceCase(cell, timesteps, batch, direction, lengths, states, bptt, upstream);
  }
}

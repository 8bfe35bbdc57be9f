package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * One test case of a recurrence, which every device runs.
 *
 * @param timesteps T
 * @param batch N
 * @param states whether h0 and c0 are given
 * @param masks the random stream of zoneout, or null for its expectation
 */
public record RecurrenceCase(
    Cell cell,
    int timesteps,
    int batch,
    Direction direction,
    Lengths lengths,
    boolean states,
    Bptt bptt,
    Upstream upstream,
    Trace trace,
    RandomStream masks) {

  /** The lengths of the rows. */
  public enum Lengths {
    ABSENT,
    ALL_T,
    MIXED,
    MIXED_WITH_ZEROS,
    ALL_ZERO
  }

  /** Which gradients of y and of the final states are given. */
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

  /**
   * Which outputs of every timestep are wanted (c, gates), and whether gradients of c are given.
   */
  public enum Trace {
    NONE(false, false, false),
    ALL(true, true, true),
    CELLS(true, false, false),
    GATES(false, true, false),
    /**
     * Gradients of c without the output c: a loss may depend on c without reading it from the
     * output.
     */
    GRADIENTS(false, false, true);

    final boolean cells;
    final boolean gates;
    final boolean dCells;

    Trace(boolean cells, boolean gates, boolean dCells) {
      this.cells = cells;
      this.gates = gates;
      this.dCells = dCells;
    }
  }

  /** A case without outputs of c and gates, and without masks. */
  public RecurrenceCase(
      Cell cell,
      int timesteps,
      int batch,
      Direction direction,
      Lengths lengths,
      boolean states,
      Bptt bptt,
      Upstream upstream) {
    this(cell, timesteps, batch, direction, lengths, states, bptt, upstream, Trace.NONE, null);
  }

  /** A case with all states and gradients, to be varied. */
  public static RecurrenceCase of(Cell cell, int timesteps, int batch) {
    return new RecurrenceCase(
        cell, timesteps, batch, Direction.FORWARD, Lengths.MIXED, true, Bptt.full(), Upstream.ALL);
  }

  public RecurrenceCase with(Cell cell) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase with(Direction direction) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase with(Lengths lengths) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase with(Bptt bptt) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase with(Trace trace) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase with(RandomStream masks) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase withStates(boolean states) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  public RecurrenceCase withShape(int timesteps, int batch) {
    return new RecurrenceCase(
        cell, timesteps, batch, direction, lengths, states, bptt, upstream, trace, masks);
  }

  /** A short name that leaves out what is usual. */
  @Override
  public String toString() {
    StringJoiner name = new StringJoiner(" ");
    name.add(CellName.of(cell)).add("T" + timesteps).add("N" + batch);
    if (direction != Direction.FORWARD) {
      name.add("reverse");
    }
    if (lengths != Lengths.ABSENT) {
      name.add("lengths=" + lower(lengths));
    }
    if (states) {
      name.add("h0");
    }
    if (!bptt.equals(Bptt.full())) {
      name.add("bptt=" + bptt.window());
    }
    if (upstream != Upstream.ALL) {
      name.add("from=" + lower(upstream));
    }
    if (trace != Trace.NONE) {
      name.add("trace=" + lower(trace));
    }
    if (masks != null) {
      name.add("masks");
    }
    return name.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

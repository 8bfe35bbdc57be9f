package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * One row of the matrix that every backend runs.
 *
 * @param timesteps T
 * @param batch N
 * @param states whether h0 and c0 are given
 * @param masks what zoneout draws from, or null for its expectation
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

  /** How long the rows are. */
  public enum Lengths {
    ABSENT,
    ALL_T,
    MIXED,
    MIXED_WITH_ZEROS,
    ALL_ZERO
  }

  /** Which gradients of y and of the final states come from above. */
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
   * Which traces of the steps' c and gates are wanted, and whether gradients come by those of c.
   */
  public enum Trace {
    NONE(false, false, false),
    ALL(true, true, true),
    CELLS(true, false, false),
    GATES(false, true, false),
    /** A loss may be known to depend on c where nobody asked for it. */
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

  /** A case without traces and masks. */
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

  /** A case with all states and gradients given, to be varied. */
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

  /** In few words; what is usual is not said. */
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

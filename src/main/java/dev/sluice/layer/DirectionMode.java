package dev.sluice.layer;

import dev.sluice.sequence.Direction;
import java.util.List;

/** The directions in which a recurrent layer reads its input. */
public enum DirectionMode {
  /** From the first step to the last one. */
  FORWARD(Direction.FORWARD),
  /** From the last valid step to the first one. */
  REVERSE(Direction.REVERSE),
  /** Both directions; their outputs are concatenated or summed, see {@link Merge}. */
  BIDIRECTIONAL(Direction.FORWARD, Direction.REVERSE);

  private final List<Direction> each;

  DirectionMode(Direction... each) {
    this.each = List.of(each);
  }

  /** D, the number of directions. */
  public int count() {
    return each.size();
  }

  /** The directions, in the order of the outputs. */
  public List<Direction> each() {
    return each;
  }
}

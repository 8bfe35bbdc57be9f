package dev.sluice.layer;

import dev.sluice.sequence.Direction;
import java.util.List;

/** In which directions a recurrent layer reads. */
public enum DirectionMode {
  /** From the first step to the last. */
  FORWARD(Direction.FORWARD),
  /** From the last valid step to the first. */
  REVERSE(Direction.REVERSE),
  /** Both, their outputs side by side: forward, then reverse. */
  BIDIRECTIONAL(Direction.FORWARD, Direction.REVERSE);

  private final List<Direction> each;

  DirectionMode(Direction... each) {
    this.each = List.of(each);
  }

  /** D, how many there are. */
  public int count() {
    return each.size();
  }

  /** In the order of the outputs. */
  public List<Direction> each() {
    return each;
  }
}

package dev.sluice.insight.inspect;

import dev.sluice.sequence.Direction;

/**
 * The steps of a text in the order in which a layer reads them.
 *
 * @param steps T
 * @param direction the order
 */
record StepOrder(int steps, Direction direction) {
  /** The step that is read at this position, both from 0 to T-1. */
  int at(int position) {
    return direction == Direction.FORWARD ? position : steps - 1 - position;
  }
}

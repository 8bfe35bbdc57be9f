package dev.sluice.data.music.midi;

import dev.sluice.data.music.Piece;
import java.util.Locale;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.Sequence;

/**
 * Converts ticks of a sequence to ticks of a piece. Immutable.
 *
 * @param multiplier ticks of a piece per {@code divisor} ticks of the sequence
 * @param divisor ticks of the sequence
 * @param hasQuarters whether the sequence counts quarter notes, or else seconds
 */
record TickScale(long multiplier, long divisor, boolean hasQuarters) {
  /** At 120 quarter notes per minute. */
  private static final int TICKS_PER_SECOND = 2 * Piece.TICKS_PER_QUARTER;

  /** The scale of a sequence. */
  static TickScale of(Sequence sequence) {
    float type = sequence.getDivisionType();
    if (type == Sequence.PPQ) {
      return new TickScale(Piece.TICKS_PER_QUARTER, sequence.getResolution(), true);
    }
    if (type == Sequence.SMPTE_30DROP) {
      // Exactly 30 / 1.001 frames per second.
      return new TickScale(TICKS_PER_SECOND * 1001L, 30_000L * sequence.getResolution(), false);
    }
    return new TickScale(TICKS_PER_SECOND, (long) type * sequence.getResolution(), false);
  }

  /**
   * The nearest tick of a piece.
   *
   * @param max the largest one allowed
   * @throws InvalidMidiDataException if it would be larger
   */
  int ticks(long tick, int max) throws InvalidMidiDataException {
    long nearest = (tick * multiplier + divisor / 2) / divisor;
    if (nearest > max) {
      throw new InvalidMidiDataException(
          String.format(
              Locale.ROOT,
              "expected notes and changes within %d quarter notes, found tick %d",
              Piece.MAX_TICKS / Piece.TICKS_PER_QUARTER,
              tick));
    }
    return (int) nearest;
  }
}

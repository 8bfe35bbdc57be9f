package dev.sluice.data.music;

import dev.sluice.argument.Require;

/**
 * The time signature from a tick on, for example 3/4.
 *
 * @param tick from 0 to {@link Piece#MAX_TICKS}
 * @param numerator from 1 to 255
 * @param denominator a power of two from 1 to {@value #MAX_DENOMINATOR}
 */
public record MeterChange(int tick, int numerator, int denominator) {
  /** The largest denominator. */
  public static final int MAX_DENOMINATOR = 64;

  /** Checks the ranges; throws {@link IllegalArgumentException} naming what is out of range. */
  public MeterChange {
    Require.between("tick", 0, Piece.MAX_TICKS, tick);
    Require.between("numerator", 1, 255, numerator);
    Require.between("denominator", 1, MAX_DENOMINATOR, denominator);
    if (Integer.bitCount(denominator) != 1) {
      throw new IllegalArgumentException(
          "denominator: expected a power of two, got " + denominator);
    }
  }

  /** Length of a bar in ticks. */
  public int barTicks() {
    return numerator * (4 * Piece.TICKS_PER_QUARTER / denominator);
  }

  /** Whether both have the same time signature, wherever they stand. */
  public boolean sameMeter(MeterChange other) {
    return numerator == other.numerator && denominator == other.denominator;
  }
}

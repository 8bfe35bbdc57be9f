package dev.sluice.data.music;

import dev.sluice.argument.Require;

/**
 * The tempo from a tick on.
 *
 * @param tick from 0 to {@link Piece#MAX_TICKS}
 * @param microsPerQuarter microseconds per quarter note, as MIDI writes it, from 1 to 16,777,215
 */
public record TempoChange(int tick, int microsPerQuarter) {
  /** 120 quarter notes per minute, the tempo of a MIDI file that says nothing. */
  public static final int DEFAULT_MICROS = 500_000;

  private static final int MAX_MICROS = (1 << 24) - 1;

  /** Checks the ranges; throws {@link IllegalArgumentException} naming what is out of range. */
  public TempoChange {
    Require.between("tick", 0, Piece.MAX_TICKS, tick);
    Require.between("microsPerQuarter", 1, MAX_MICROS, microsPerQuarter);
  }

  /** Quarter notes per minute. */
  public double quartersPerMinute() {
    return 60e6 / microsPerQuarter;
  }
}

package dev.sluice.data.music;

import dev.sluice.argument.Require;

/**
 * One note of a {@link Piece}. Times are in ticks, {@value Piece#TICKS_PER_QUARTER} to the quarter
 * note.
 *
 * @param onset when it begins, from 0 to {@link Piece#MAX_TICKS}
 * @param duration how long it sounds, from 1 to {@link Piece#MAX_TICKS}
 * @param pitch number of the key in MIDI, from 0 to 127; 60 is middle C
 * @param velocity how hard the key is struck, from 1 to 127
 */
public record Note(int onset, int duration, int pitch, int velocity) {

  /** Checks the ranges; throws {@link IllegalArgumentException} naming what is out of range. */
  public Note {
    Require.between("onset", 0, Piece.MAX_TICKS, onset);
    Require.between("duration", 1, Piece.MAX_TICKS, duration);
    Require.between("pitch", 0, 127, pitch);
    Require.between("velocity", 1, 127, velocity);
  }

  /** The tick at which it no longer sounds. */
  public int end() {
    return onset + duration;
  }

  /** The same note with another duration in ticks. */
  public Note withDuration(int ticks) {
    return new Note(onset, ticks, pitch, velocity);
  }

  /** The same note at another pitch. */
  public Note withPitch(int number) {
    return new Note(onset, duration, number, velocity);
  }
}

package dev.sluice.data.music;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of a piece in all twelve keys, within the range of a piano. They augment training data:
 * music means the same in every key.
 */
public final class Transpositions {
  /** The lowest key of a piano, A0. */
  public static final int LOWEST = 21;

  /** The highest key of a piano, C8. */
  public static final int HIGHEST = 108;

  private static final int KEYS = 12;

  /** Half an octave up at most; the rest of the keys lie below. */
  private static final int MOST_UP = 6;

  private Transpositions() {}

  /**
   * The piece itself, then the piece in the other keys, each at most an octave away: by the
   * smallest shift if all its notes stay on the piano, or else by the one in the other direction. A
   * key in which neither fits is left out.
   *
   * @param piece its own range does not matter
   * @return 1 to 12 pieces
   */
  public static List<Piece> inAllKeys(Piece piece) {
    Require.present("piece", piece);
    List<Piece> all = new ArrayList<>(List.of(piece));
    for (int up = 1; up < KEYS; up++) {
      int down = up - KEYS;
      int nearer = up <= MOST_UP ? up : down;
      int farther = up <= MOST_UP ? down : up;
      if (fits(piece, nearer)) {
        all.add(piece.transposed(nearer));
      } else if (fits(piece, farther)) {
        all.add(piece.transposed(farther));
      }
    }
    return List.copyOf(all);
  }

  private static boolean fits(Piece piece, int semitones) {
    return piece.lowestPitch() + semitones >= LOWEST && piece.highestPitch() + semitones <= HIGHEST;
  }
}

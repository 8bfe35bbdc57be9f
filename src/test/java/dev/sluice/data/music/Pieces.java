package dev.sluice.data.music;

/** Pieces for tests. */
public final class Pieces {
  private static final int QUARTER = Piece.TICKS_PER_QUARTER;

  private Pieces() {}

  /** A scale of quarter notes from middle C on, in steps of a semitone. */
  public static Piece scale(int notes) {
    return scale(60, notes);
  }

  /** A scale of quarter notes from a pitch on, in steps of a semitone. */
  public static Piece scale(int lowest, int notes) {
    PieceBuilder builder = new PieceBuilder();
    for (int i = 0; i < notes; i++) {
      builder.add(new Note(i * QUARTER, QUARTER, lowest + i, 72));
    }
    return builder.build();
  }
}

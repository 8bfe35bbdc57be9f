package dev.sluice.data.music;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PieceTest {
  private static final List<TempoChange> TEMPO = List.of(new TempoChange(0, 500_000));
  private static final List<MeterChange> METER = List.of(new MeterChange(0, 4, 4));

  @Test
  void theBuilderOrdersAndSeparatesNotes() {
    Piece piece =
        new PieceBuilder()
            .add(new Note(100, 50, 62, 10))
            .add(new Note(20, 100, 60, 20)) // is struck again at 60
            .add(new Note(60, 10, 60, 30))
            .add(new Note(60, 30, 60, 25)) // the same key at the same time
            .build();
    assertEquals(
        List.of(new Note(20, 40, 60, 20), new Note(60, 30, 60, 30), new Note(100, 50, 62, 10)),
        piece.notes());
    assertEquals(TEMPO, piece.tempos());
    assertEquals(METER, piece.meters());
  }

  @Test
  void theBuilderKeepsRealChangesOnly() {
    Piece piece =
        new PieceBuilder()
            .add(new TempoChange(50, 400_000))
            .add(new TempoChange(20, 500_000))
            .add(new TempoChange(50, 300_000))
            .add(new MeterChange(0, 3, 4))
            .add(new MeterChange(9, 3, 4))
            .add(new MeterChange(18, 6, 8))
            .build();
    assertEquals(
        List.of(new TempoChange(0, 500_000), new TempoChange(50, 300_000)), piece.tempos());
    assertEquals(List.of(new MeterChange(0, 3, 4), new MeterChange(18, 6, 8)), piece.meters());
  }

  @Test
  void refusesWhatIsNotInForm() {
    Note first = new Note(0, 10, 60, 64);
    assertRefused("order by onset", () -> piece(first, first));
    assertRefused("no overlap", () -> piece(first, new Note(9, 10, 60, 64)));
    assertRefused("tempos: expected at least one", () -> new Piece(List.of(), List.of(), METER));
    assertRefused(
        "meters: expected tick 0 first",
        () -> new Piece(List.of(), TEMPO, List.of(new MeterChange(1, 4, 4))));
    assertRefused(
        "tempos: expected another tempo",
        () -> new Piece(List.of(), List.of(TEMPO.get(0), new TempoChange(5, 500_000)), METER));
    assertRefused("pitch: expected 0 to 127", () -> new Note(0, 1, 128, 1));
    assertRefused("velocity: expected 1 to 127", () -> new Note(0, 1, 0, 0));
    assertRefused("denominator: expected a power of two", () -> new MeterChange(0, 4, 6));
  }

  @Test
  void followsTheTempo() {
    Piece piece =
        new PieceBuilder()
            .add(new TempoChange(Piece.TICKS_PER_QUARTER, 1_000_000))
            .add(new TempoChange(2 * Piece.TICKS_PER_QUARTER, 250_000))
            .build();
    int quarter = Piece.TICKS_PER_QUARTER;
    assertArrayEquals(
        new double[] {0, 0.25, 0.5, 1.5, 2},
        piece.seconds(0, quarter / 2, quarter, 2 * quarter, 4 * quarter),
        1e-12);
    assertRefused("ticks[1]: expected at least 5", () -> piece.seconds(5, 4));
  }

  @Test
  void countsWhatSoundsAtOnce() {
    Note low = new Note(0, 10, 60, 64);
    assertEquals(0, piece().maxPolyphony());
    assertEquals(1, piece(low, new Note(10, 5, 64, 64)).maxPolyphony());
    assertEquals(2, piece(low, new Note(9, 5, 64, 64), new Note(10, 5, 67, 64)).maxPolyphony());
  }

  @Test
  void transposesToTheTwelveKeys() {
    List<Piece> all = Transpositions.inAllKeys(Pieces.scale(60, 3));
    assertEquals(12, all.size());
    assertEquals(
        List.of(60, 61, 62, 63, 64, 65, 66, 55, 56, 57, 58, 59),
        all.stream().map(Piece::lowestPitch).toList());
  }

  @Test
  void transposesWithinThePiano() {
    assertEquals(
        List.of(21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32),
        Transpositions.inAllKeys(Pieces.scale(21, 3)).stream().map(Piece::lowestPitch).toList());
    assertEquals(
        List.of(21, 22, 23),
        Transpositions.inAllKeys(Pieces.scale(21, 86)).stream().map(Piece::lowestPitch).toList());
  }

  private static Piece piece(Note... notes) {
    return new Piece(List.of(notes), TEMPO, METER);
  }

  private static void assertRefused(String expected, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
  }
}

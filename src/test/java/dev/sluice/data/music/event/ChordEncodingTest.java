package dev.sluice.data.music.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.Pieces;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChordEncodingTest {
  private static final Piece PIECE =
      new PieceBuilder()
          .add(new Note(0, 500, 61, 90))
          .add(new Note(700, 500, 48, 90))
          .add(new Note(700, 500, 67, 90))
          .add(new Note(700, 500, 76, 90))
          .add(new Note(900, 500, 107, 90))
          .build();

  private final ChordEncoding encoding = ChordEncoding.of(List.of(PIECE));

  @Test
  void namesNotesAndChords() {
    assertEquals(
        List.of("<pad>", "<unk>", "<start>", "<end>", "0.4.7", "B7", "C#4"), encoding.tokens());
    assertArrayEquals(new int[] {2, 6, 4, 5, 3}, encoding.encode(PIECE));
    assertArrayEquals(new int[] {2, 1, 6, 1, 3}, encoding.encode(Pieces.scale(60, 3)));
  }

  @Test
  void decodesToEighthsInTheMiddleOctave() {
    assertEquals(
        List.of(
            new Note(0, 1920, 61, 72),
            new Note(1920, 1920, 60, 72),
            new Note(1920, 1920, 64, 72),
            new Note(1920, 1920, 67, 72)),
        encoding.decode(2, 6, 1, 4, 3, 5).notes());
    assertThrows(IllegalArgumentException.class, () -> encoding.decode(7));
  }

  @Test
  void isRestoredFromItsTokens() {
    ChordEncoding restored = ChordEncoding.fromTokens(encoding.tokens());
    assertArrayEquals(encoding.encode(PIECE), restored.encode(PIECE));
    assertThrows(
        IllegalArgumentException.class,
        () -> ChordEncoding.fromTokens(List.of("<pad>", "<unk>", "<start>", "<end>", "H4")));
    assertThrows(
        IllegalArgumentException.class, () -> ChordEncoding.fromTokens(List.of("<pad>", "<unk>")));
  }
}

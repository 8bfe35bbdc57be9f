package dev.sluice.data.music.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.DataException;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.Pieces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceSplitsTest {
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 9, 14, 40})
  void everyPieceIsInOnePartAndTestedAtMostOnce(int size) {
    PieceCollection collection = collection(size);
    Set<NamedPiece> tested = new HashSet<>();
    for (PieceSplits.Name name : PieceSplits.Name.values()) {
      PieceSplits splits = PieceSplits.of(collection, 1, name);
      Set<NamedPiece> all = new HashSet<>(splits.train());
      all.addAll(splits.validation());
      all.addAll(splits.test());
      assertEquals(new HashSet<>(collection.pieces()), all);
      assertEquals(size, splits.train().size() + splits.validation().size() + splits.test().size());
      assertEquals(splits.test().size(), splits.validation().size());
      for (NamedPiece each : splits.test()) {
        assertTrue(tested.add(each), each.name());
      }
    }
  }

  @Test
  void dividesFourteenPieces() {
    PieceSplits splits = PieceSplits.of(collection(14), 1, PieceSplits.Name.FIRST);
    assertEquals("first split of seed 1", splits.name());
    assertEquals(10, splits.train().size());
    assertEquals(2, splits.test().size());
    assertEquals(splits, PieceSplits.of(collection(14), 1, PieceSplits.Name.FIRST));
    assertNotEquals(
        splits.test(), PieceSplits.of(collection(14), 2, PieceSplits.Name.FIRST).test());
    assertEquals(
        "test: 2 pieces: " + splits.test().get(0).name() + ", " + splits.test().get(1).name(),
        splits.summary().get(2));
  }

  @Test
  void transposesTheTrainingPartOnly() {
    PieceSplits splits = PieceSplits.of(collection(6), 1, PieceSplits.Name.SECOND);
    List<Piece> transposed = splits.transposedTrain();
    assertEquals(12 * splits.train().size(), transposed.size());
    for (NamedPiece held : List.of(splits.test().get(0), splits.validation().get(0))) {
      int notes = held.piece().notes().size();
      assertTrue(transposed.stream().noneMatch(piece -> piece.notes().size() == notes));
    }
  }

  @Test
  void refusesTooFewPieces() {
    assertEquals(
        "here: expected at least three pieces, to train, to validate and to test, found 2",
        assertThrows(
                DataException.class, () -> PieceSplits.of(collection(2), 1, PieceSplits.Name.FIRST))
            .getMessage());
  }

  @Test
  void theHashOfACollectionCoversItsNotes() {
    assertEquals(collection(3).sha256(), collection(3).sha256());
    assertNotEquals(collection(3).sha256(), collection(4).sha256());
    List<NamedPiece> moved = new ArrayList<>(collection(3).pieces());
    moved.set(0, new NamedPiece("piece 1", moved.get(0).piece().transposed(1)));
    assertNotEquals(collection(3).sha256(), new PieceCollection("here", moved, List.of()).sha256());
  }

  /** Each piece has another number of notes. */
  private static PieceCollection collection(int size) {
    List<NamedPiece> pieces = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      pieces.add(new NamedPiece("piece " + i, Pieces.scale(i)));
    }
    return new PieceCollection("here", pieces, List.of());
  }
}

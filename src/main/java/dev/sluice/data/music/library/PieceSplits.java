package dev.sluice.data.music.library;

import dev.sluice.argument.Require;
import dev.sluice.data.DataException;
import dev.sluice.data.StableRandom;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.Transpositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A collection divided by piece, so that no part of a test piece is trained on.
 *
 * @param name name of the division, with its seed
 * @param train pieces to train on
 * @param validation pieces that decide when to stop
 * @param test pieces that only measure
 */
public record PieceSplits(
    String name, List<NamedPiece> train, List<NamedPiece> validation, List<NamedPiece> test) {

  /** A sixth of the pieces for validation, and a sixth for the test. */
  private static final int PARTS = 6;

  /** Three divisions of one collection, whose test pieces are all different. */
  public enum Name {
    /** The first division. */
    FIRST,
    /** The second division. */
    SECOND,
    /** The third division. */
    THIRD
  }

  /** Copies the lists; throws {@link IllegalArgumentException} if one is empty. */
  public PieceSplits {
    Require.present("name", name);
    train = Require.copyOf("train", train);
    validation = Require.copyOf("validation", validation);
    test = Require.copyOf("test", test);
    Require.atLeast("size of train", 1, train.size());
    Require.atLeast("size of validation", 1, validation.size());
    Require.atLeast("size of test", 1, test.size());
  }

  /**
   * Divides a collection: a sixth of the pieces, but at least one, is for the test, as many are for
   * validation, and the rest is for training. The order of the parts is that of the collection.
   *
   * @param seed equal seeds give equal divisions on every machine
   * @throws DataException if there are fewer than three pieces
   */
  public static PieceSplits of(PieceCollection collection, long seed, Name name) {
    List<NamedPiece> pieces = collection.pieces();
    if (pieces.size() < Name.values().length) {
      throw new DataException(
          collection.source()
              + ": expected at least three pieces, to train, to validate and to test, found "
              + pieces.size());
    }
    int[] order = new int[pieces.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    StableRandom.of(seed, 0).shuffle(order);
    int held = Math.max(1, Math.round((float) pieces.size() / PARTS));
    int[] blocks = new int[pieces.size()];
    for (int i = 0; i < order.length; i++) {
      blocks[order[i]] = i / held;
    }
    int testBlock = name.ordinal();
    int validationBlock = (testBlock + 1) % Name.values().length;
    List<NamedPiece> train = new ArrayList<>();
    List<NamedPiece> validation = new ArrayList<>();
    List<NamedPiece> test = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      List<NamedPiece> part =
          blocks[i] == testBlock ? test : blocks[i] == validationBlock ? validation : train;
      part.add(pieces.get(i));
    }
    return new PieceSplits(
        name.name().toLowerCase(Locale.ROOT) + " split of seed " + seed, train, validation, test);
  }

  /** The training pieces in all keys, see {@link Transpositions}; the other parts stay as is. */
  public List<Piece> transposedTrain() {
    return train.stream().flatMap(each -> Transpositions.inAllKeys(each.piece()).stream()).toList();
  }

  /** One readable line for each part: how many pieces, and which. */
  public List<String> summary() {
    return List.of(line("train", train), line("validation", validation), line("test", test));
  }

  private static String line(String part, List<NamedPiece> pieces) {
    return String.format(
        Locale.ROOT,
        "%s: %d pieces: %s",
        part,
        pieces.size(),
        pieces.stream().map(NamedPiece::name).collect(Collectors.joining(", ")));
  }
}

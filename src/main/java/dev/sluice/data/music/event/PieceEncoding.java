package dev.sluice.data.music.event;

import dev.sluice.data.music.Piece;
import java.util.List;

/**
 * Turns pieces into tokens and back. A token is an integer from 0 to {@code tokens().size() - 1}.
 */
public interface PieceEncoding {

  /** The name of each token, all different; unmodifiable. */
  List<String> tokens();

  /** The token that every sequence begins with. */
  int start();

  /** The token that every sequence ends with. */
  int end();

  /**
   * Encodes a piece.
   *
   * @return its tokens, from {@link #start} to {@link #end}; a new array
   */
  int[] encode(Piece piece);

  /**
   * Decodes any tokens, also those that no piece encodes to; what follows the first {@link #end} is
   * ignored.
   *
   * @throws IllegalArgumentException if a number is not a token
   */
  Piece decode(int... tokens);
}

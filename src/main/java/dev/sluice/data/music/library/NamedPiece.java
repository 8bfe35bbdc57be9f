package dev.sluice.data.music.library;

import dev.sluice.argument.Require;
import dev.sluice.data.music.Piece;
import java.util.Optional;

/**
 * A piece of a collection.
 *
 * @param name its name in the collection
 * @param piece the notes
 * @param license who made the file and what may be done with it, if that is known
 */
public record NamedPiece(String name, Piece piece, Optional<PieceLicense> license) {

  /** Checks that all three are given. */
  public NamedPiece {
    Require.present("name", name);
    Require.present("piece", piece);
    Require.present("license", license);
  }

  /** A piece whose license is not known. */
  public NamedPiece(String name, Piece piece) {
    this(name, piece, Optional.empty());
  }
}

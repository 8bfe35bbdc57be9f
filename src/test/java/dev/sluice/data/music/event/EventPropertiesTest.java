package dev.sluice.data.music.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.TempoChange;
import dev.sluice.data.music.midi.MidiReader;
import dev.sluice.data.music.midi.MidiWriter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for all pieces and all tokens; jqwik makes them up and finds the smallest failure. */
class EventPropertiesTest {
  private static final int TRIES = 300;
  private static final int TIME = 30 * Piece.TICKS_PER_QUARTER;

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void decodingAnEncodedPieceGivesTheQuantizedPiece(
      @ForAll("pieces") Piece piece, @ForAll("encodings") EventEncoding encoding) {
    assertEquals(encoding.quantize(piece), encoding.decode(encoding.encode(piece)));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aQuantizedPieceIsExact(
      @ForAll("pieces") Piece piece, @ForAll("encodings") EventEncoding encoding) {
    Piece quantized = encoding.quantize(piece);
    assertEquals(quantized, encoding.quantize(quantized));
    assertEquals(quantized, encoding.decode(encoding.encode(quantized)));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void anyTokensDecodeToAQuantizedPiece(@ForAll("tokens") int[] tokens) {
    EventEncoding encoding = EventEncoding.standard();
    Piece piece = encoding.decode(tokens);
    assertEquals(piece, encoding.decode(encoding.encode(piece)));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aMidiFileHoldsEveryPieceExactly(@ForAll("pieces") Piece piece) {
    if (!piece.notes().isEmpty()) {
      assertEquals(piece, new MidiReader().read("file", MidiWriter.bytes(piece)));
    }
  }

  @Provide
  Arbitrary<EventEncoding> encodings() {
    return Arbitraries.of(4, 8, 12, 24, 48).map(EventVocabulary::of).map(EventEncoding::new);
  }

  @Provide
  Arbitrary<Piece> pieces() {
    Arbitrary<Integer> tick = Arbitraries.integers().between(0, TIME);
    Arbitrary<Note> note =
        Combinators.combine(
                tick,
                Arbitraries.integers().between(1, TIME),
                // Few pitches in the middle, so that notes of one pitch meet.
                Arbitraries.frequencyOf(
                    Tuple.of(3, Arbitraries.integers().between(60, 63)),
                    Tuple.of(1, Arbitraries.integers().between(0, 127))),
                Arbitraries.integers().between(1, 127))
            .as(Note::new);
    Arbitrary<TempoChange> tempo =
        Combinators.combine(tick, Arbitraries.integers().between(1, (1 << 24) - 1))
            .as(TempoChange::new);
    Arbitrary<MeterChange> meter =
        Combinators.combine(
                tick, Arbitraries.integers().between(1, 40), Arbitraries.of(1, 2, 4, 8, 16, 32, 64))
            .as(MeterChange::new);
    return Combinators.combine(
            note.list().ofMaxSize(30), tempo.list().ofMaxSize(5), meter.list().ofMaxSize(4))
        .as(EventPropertiesTest::piece);
  }

  @Provide
  Arbitrary<int[]> tokens() {
    int size = EventEncoding.standard().tokens().size();
    return Arbitraries.integers().between(0, size - 1).array(int[].class).ofMaxSize(200);
  }

  private static Piece piece(List<Note> notes, List<TempoChange> tempos, List<MeterChange> meters) {
    PieceBuilder builder = new PieceBuilder();
    notes.forEach(builder::add);
    tempos.forEach(builder::add);
    meters.forEach(builder::add);
    return builder.build();
  }
}

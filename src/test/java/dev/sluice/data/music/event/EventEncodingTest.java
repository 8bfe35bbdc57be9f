package dev.sluice.data.music.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.TempoChange;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventEncodingTest {
  private static final int QUARTER = Piece.TICKS_PER_QUARTER;
  private static final int STEP = QUARTER / 12;

  private final EventEncoding encoding = EventEncoding.standard();

  @Test
  void hasTheDocumentedVocabulary() {
    List<String> tokens = encoding.tokens();
    assertEquals(298, tokens.size());
    assertEquals(tokens.size(), new HashSet<>(tokens).size());
    assertEquals(44, count("Meter_"));
    assertEquals(25, count("Tempo_"));
    assertEquals(96, count("Position_"));
    assertEquals(8, count("Velocity_"));
    assertEquals(88, count("Pitch_"));
    assertEquals(34, count("Duration_"));
    assertEquals(List.of("Start", "End", "Bar"), tokens.subList(0, 3));
    assertEquals("Bar", encoding.vocabulary().name(2));
    assertEquals(EventKind.BAR, encoding.vocabulary().kind(2));
  }

  @Test
  void writesBarsPositionsAndNotes() {
    Piece piece =
        new PieceBuilder()
            .add(new MeterChange(0, 3, 4))
            .add(new TempoChange(0, 1_000_000))
            .add(new TempoChange(6 * QUARTER, 500_000))
            .add(new Note(0, QUARTER, 60, 72))
            .add(new Note(0, 2 * QUARTER, 64, 72))
            .add(new Note(2 * QUARTER + QUARTER / 4, QUARTER / 4, 62, 100))
            .add(new Note(7 * QUARTER, QUARTER / 3, 65, 104))
            .build();
    assertEquals(
        "Start Bar Meter_3/4 Tempo_60 Position_0 Pitch_60 Duration_12 Pitch_64 Duration_24"
            + " Position_27 Velocity_104 Pitch_62 Duration_3"
            + " Bar Bar Tempo_120 Position_12 Pitch_65 Duration_4 End",
        text(encoding.encode(piece)));
  }

  @Test
  void anEmptyPieceIsStartAndEnd() {
    assertEquals("Start End", text(encoding.encode(new PieceBuilder().build())));
    assertEquals(new PieceBuilder().build(), decode("Start Bar Meter_3/4 Tempo_60 Bar End"));
  }

  @Test
  void movesToTheNearestValues() {
    Piece piece =
        new PieceBuilder()
            .add(new TempoChange(0, 480_000)) // 125 per minute
            .add(new Note(STEP + 70, 100, 10, 1))
            .add(new Note(3 * STEP + 81, 27 * STEP, 120, 127))
            .add(new Note(100 * STEP, 60 * QUARTER, 60, 64))
            .build();
    assertEquals(
        List.of(
            new Note(STEP, STEP, 22, 8),
            new Note(4 * STEP, 24 * STEP, 108, 120),
            new Note(100 * STEP, 16 * QUARTER, 60, 72)),
        encoding.quantize(piece).notes());
    assertEquals(List.of(new TempoChange(0, 500_000)), encoding.quantize(piece).tempos());
  }

  @Test
  void shortensANoteToADurationThatFitsBeforeTheNextOfItsPitch() {
    Piece piece =
        new PieceBuilder()
            .add(new Note(0, 100 * STEP, 60, 72))
            .add(new Note(29 * STEP, STEP, 60, 72))
            .build();
    assertEquals(24 * STEP, encoding.quantize(piece).notes().get(0).duration());
  }

  @Test
  void takesTheMeanTempoOfABar() {
    Piece piece =
        new PieceBuilder()
            .add(new TempoChange(0, 1_000_000))
            .add(new TempoChange(2 * QUARTER, 500_000))
            .add(new TempoChange(4 * QUARTER, 1_000_000))
            .add(new Note(4 * QUARTER, QUARTER, 60, 72))
            .build();
    assertEquals(
        List.of("Tempo_78", "Tempo_60"),
        Arrays.stream(text(encoding.encode(piece)).split(" "))
            .filter(token -> token.startsWith("Tempo"))
            .toList());
  }

  @Test
  void keepsTimesWhenAMeterIsNotInTheVocabulary() {
    assertEquals("Meter_1/4", meter(new MeterChange(0, 8, 32)));
    assertEquals("Meter_4/4", meter(new MeterChange(0, 1, 1)));
    assertEquals("Meter_3/4", meter(new MeterChange(0, 24, 32)));
    assertEquals("Meter_7/16", meter(new MeterChange(0, 14, 32)));
    assertEquals("Meter_4/4", meter(new MeterChange(0, 33, 4)));
    Piece within =
        new PieceBuilder()
            .add(new MeterChange(QUARTER, 3, 4))
            .add(new Note(5 * QUARTER, QUARTER, 60, 72))
            .build();
    assertEquals(
        List.of(new MeterChange(0, 4, 4), new MeterChange(4 * QUARTER, 3, 4)),
        encoding.quantize(within).meters());
    assertEquals(within.notes(), encoding.quantize(within).notes());
  }

  @Test
  void decodesWhatNoPieceEncodesTo() {
    // No bar, no duration: a quarter note at the beginning.
    assertEquals(List.of(new Note(0, QUARTER, 60, 72)), decode("Pitch_60").notes());
    // An earlier position belongs to the next bar; one beyond the bar is ignored.
    assertEquals(
        List.of(new Note(12 * STEP, 6 * STEP, 60, 72), new Note(48 * STEP, 6 * STEP, 62, 72)),
        decode("Position_12 Position_48 Pitch_60 Duration_6 Position_0 Pitch_62").notes());
    // A duration without a pitch and a tempo after a note have no effect.
    assertEquals(
        decode("Bar Position_0 Pitch_60 Duration_3"),
        decode("Bar Duration_6 Position_0 Pitch_60 Duration_3 Tempo_60 Meter_3/4 End Pitch_70"));
    // Notes of one pitch do not overlap.
    assertEquals(
        List.of(new Note(0, STEP, 60, 72), new Note(STEP, 6 * STEP, 60, 72)),
        decode("Position_0 Pitch_60 Duration_24 Position_1 Pitch_60 Duration_6").notes());
    assertThrows(IllegalArgumentException.class, () -> encoding.decode(encoding.tokens().size()));
    assertThrows(IllegalArgumentException.class, () -> encoding.decode(-1));
  }

  @Test
  void endsBeforeAPieceGetsTooLong() {
    int[] bars = new int[10_000];
    Arrays.fill(bars, 2);
    int[] tokens = new int[bars.length + 3];
    tokens[0] = token("Meter_8/4");
    tokens[1] = token("Pitch_60");
    System.arraycopy(bars, 0, tokens, 2, bars.length);
    tokens[tokens.length - 1] = token("Pitch_62");
    assertEquals(1, encoding.decode(tokens).notes().size());
  }

  @Test
  void refusesAResolutionWithoutWholeSteps() {
    assertThrows(IllegalArgumentException.class, () -> EventVocabulary.of(14));
    assertThrows(IllegalArgumentException.class, () -> EventVocabulary.of(28));
    assertThrows(IllegalArgumentException.class, () -> EventVocabulary.of(96));
    assertEquals(QUARTER / 24, EventVocabulary.of(24).stepTicks());
  }

  private String meter(MeterChange meter) {
    Piece piece = new PieceBuilder().add(meter).add(new Note(0, QUARTER, 60, 72)).build();
    return text(encoding.encode(piece)).split(" ")[2];
  }

  private long count(String kind) {
    return encoding.tokens().stream().filter(token -> token.startsWith(kind)).count();
  }

  private int token(String name) {
    return encoding.tokens().indexOf(name);
  }

  private String text(int[] tokens) {
    return Arrays.stream(tokens)
        .mapToObj(encoding.vocabulary()::name)
        .collect(Collectors.joining(" "));
  }

  private Piece decode(String text) {
    return encoding.decode(Arrays.stream(text.split(" ")).mapToInt(this::token).toArray());
  }
}

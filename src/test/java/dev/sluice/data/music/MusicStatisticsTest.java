package dev.sluice.data.music;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MusicStatisticsTest {
  private static final int QUARTER = Piece.TICKS_PER_QUARTER;

  @Test
  void countsNotesIntervalsAndTimes() {
    Piece piece =
        new PieceBuilder()
            .add(new Note(0, QUARTER, 60, 64))
            .add(new Note(0, QUARTER, 64, 64))
            .add(new Note(QUARTER / 2, 5 * QUARTER, 62, 64))
            .add(new Note(QUARTER, QUARTER / 3, 84, 64))
            .build();
    MusicStatistics counted = MusicStatistics.of(List.of(piece, piece));
    assertEquals(4, count(counted.pitchClasses(), "C"));
    assertEquals(2, count(counted.pitchClasses(), "E"));
    assertEquals(2, count(counted.pitchClasses(), "D"));
    assertEquals(2, count(counted.intervals(), "-2"));
    assertEquals(2, count(counted.intervals(), "+12"));
    assertEquals(4, count(counted.interOnsetIntervals(), "6/12"));
    assertEquals(4, count(counted.durations(), "12/12"));
    assertEquals(2, count(counted.durations(), "4/12"));
    assertEquals(2, count(counted.durations(), "longer"));
    assertEquals(
        List.of(8L, 4L, 4L, 8L), counted.histograms().stream().map(Histogram::total).toList());
  }

  @Test
  void measuresTheDistanceOfDistributions() {
    Histogram even = new Histogram("a", List.of("x", "y"), List.of(5L, 5L));
    Histogram uneven = new Histogram("b", List.of("x", "y"), List.of(1L, 3L));
    Histogram other = new Histogram("c", List.of("x", "y"), List.of(0L, 7L));
    assertEquals(0, even.totalVariation(even));
    assertEquals(0.25, even.totalVariation(uneven));
    assertEquals(0.25, uneven.totalVariation(other));
    assertEquals(0.5, even.totalVariation(other));
    Histogram empty = new Histogram("d", List.of("x", "y"), List.of(0L, 0L));
    Histogram classes = new Histogram("e", List.of("x", "z"), List.of(1L, 0L));
    assertEquals(
        "total of the other 'd': expected at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> even.totalVariation(empty))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> even.totalVariation(classes));
  }

  private static long count(Histogram histogram, String label) {
    return histogram.counts().get(histogram.labels().indexOf(label));
  }
}

package dev.sluice.data.music;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Histograms of the notes of pieces, to compare compositions with real pieces.
 *
 * @param pitchClasses notes by pitch class, C to B
 * @param intervals semitones from the highest note of an onset to that of the next onset, from -12
 *     to 12; larger ones count at the ends
 * @param interOnsetIntervals time from an onset to the next one, in twelfths of a quarter note
 * @param durations durations of notes, in twelfths of a quarter note
 */
public record MusicStatistics(
    Histogram pitchClasses,
    Histogram intervals,
    Histogram interOnsetIntervals,
    Histogram durations) {

  private static final List<String> PITCH_CLASSES =
      List.of("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B");

  private static final int TWELFTH = Piece.TICKS_PER_QUARTER / 12;

  /** Up to four quarter notes; longer times are one class. */
  private static final int LONGEST = 48;

  private static final int OCTAVE = 12;

  /** Checks that all four are given. */
  public MusicStatistics {
    Require.present("pitchClasses", pitchClasses);
    Require.present("intervals", intervals);
    Require.present("interOnsetIntervals", interOnsetIntervals);
    Require.present("durations", durations);
  }

  /** Counts all notes of all pieces. */
  public static MusicStatistics of(Collection<Piece> pieces) {
    long[] classes = new long[PITCH_CLASSES.size()];
    long[] intervals = new long[2 * OCTAVE + 1];
    long[] gaps = new long[LONGEST + 2];
    long[] durations = new long[LONGEST + 2];
    for (Piece piece : pieces) {
      for (Note note : piece.notes()) {
        classes[note.pitch() % OCTAVE]++;
        durations[time(note.duration())]++;
      }
      List<Note> top = highestOfEachOnset(piece);
      for (int i = 1; i < top.size(); i++) {
        int interval = top.get(i).pitch() - top.get(i - 1).pitch();
        intervals[Math.max(-OCTAVE, Math.min(interval, OCTAVE)) + OCTAVE]++;
        gaps[time(top.get(i).onset() - top.get(i - 1).onset())]++;
      }
    }
    return new MusicStatistics(
        histogram("pitch class", PITCH_CLASSES, classes),
        histogram("interval", intervalLabels(), intervals),
        histogram("inter-onset interval", timeLabels(), gaps),
        histogram("duration", timeLabels(), durations));
  }

  /** All four, in the order of the components. */
  public List<Histogram> histograms() {
    return List.of(pitchClasses, intervals, interOnsetIntervals, durations);
  }

  /** The notes of an onset follow each other, and the highest one is the last. */
  private static List<Note> highestOfEachOnset(Piece piece) {
    List<Note> highest = new ArrayList<>();
    for (Note note : piece.notes()) {
      int last = highest.size() - 1;
      if (last >= 0 && highest.get(last).onset() == note.onset()) {
        highest.set(last, note);
      } else {
        highest.add(note);
      }
    }
    return highest;
  }

  private static int time(int ticks) {
    return Math.min((ticks + TWELFTH / 2) / TWELFTH, LONGEST + 1);
  }

  private static List<String> timeLabels() {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i <= LONGEST; i++) {
      labels.add(i + "/12");
    }
    labels.add("longer");
    return labels;
  }

  private static List<String> intervalLabels() {
    List<String> labels = new ArrayList<>();
    for (int i = -OCTAVE; i <= OCTAVE; i++) {
      labels.add(i > 0 ? "+" + i : Integer.toString(i));
    }
    return labels;
  }

  private static Histogram histogram(String name, List<String> labels, long[] counts) {
    return new Histogram(name, labels, Arrays.stream(counts).boxed().toList());
  }
}

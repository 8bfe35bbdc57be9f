package dev.sluice.data.music;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of music for one instrument: notes, tempo and meter. Immutable.
 *
 * <p>There is one form of every piece, so equal pieces are {@code equal}:
 *
 * <ul>
 *   <li>notes are ordered by {@link #NOTE_ORDER};
 *   <li>notes of one pitch do not overlap, as on a piano, where a key must rise before it is struck
 *       again;
 *   <li>tempo and meter begin at tick 0, are ordered by tick, and each entry differs from the one
 *       before it.
 * </ul>
 *
 * <p>{@link PieceBuilder} brings notes in any order into this form.
 *
 * @param notes all notes; may be empty
 * @param tempos at least one
 * @param meters at least one
 */
public record Piece(List<Note> notes, List<TempoChange> tempos, List<MeterChange> meters) {
  /**
   * Ticks per quarter note, of all pieces. It is the least common multiple of 384 and 480, the
   * usual resolutions of MIDI files, and of those that divide them, so their times stay exact.
   */
  public static final int TICKS_PER_QUARTER = 1920;

  /** The largest onset and the largest duration, in ticks: 70,000 quarter notes. */
  public static final int MAX_TICKS = 70_000 * TICKS_PER_QUARTER;

  /** By onset, then by pitch. */
  public static final Comparator<Note> NOTE_ORDER =
      Comparator.comparingInt(Note::onset).thenComparingInt(Note::pitch);

  /** Checks the form; throws {@link IllegalArgumentException} naming the first entry against it. */
  public Piece {
    notes = Require.copyOf("notes", notes);
    tempos = Require.copyOf("tempos", tempos);
    meters = Require.copyOf("meters", meters);
    requireNoteOrder(notes);
    TempoChange tempo = null;
    for (TempoChange each : tempos) {
      requireStep("tempos", tempo == null ? -1 : tempo.tick(), each.tick());
      if (tempo != null && tempo.microsPerQuarter() == each.microsPerQuarter()) {
        throw new IllegalArgumentException("tempos: expected another tempo, got " + each);
      }
      tempo = each;
    }
    MeterChange meter = null;
    for (MeterChange each : meters) {
      requireStep("meters", meter == null ? -1 : meter.tick(), each.tick());
      if (meter != null && meter.sameMeter(each)) {
        throw new IllegalArgumentException("meters: expected another meter, got " + each);
      }
      meter = each;
    }
    requireFirst("tempos", tempo);
    requireFirst("meters", meter);
  }

  private static void requireNoteOrder(List<Note> notes) {
    int[] silentFrom = new int[128];
    Note before = null;
    for (Note note : notes) {
      if (before != null && NOTE_ORDER.compare(before, note) >= 0) {
        throw new IllegalArgumentException(
            "notes: expected order by onset and pitch, got " + note + " after " + before);
      }
      if (note.onset() < silentFrom[note.pitch()]) {
        throw new IllegalArgumentException(
            "notes: expected no overlap of one pitch, got "
                + note
                + " while the one before sounds until "
                + silentFrom[note.pitch()]);
      }
      silentFrom[note.pitch()] = note.end();
      before = note;
    }
  }

  /** The first tick is 0, and the later ones increase. */
  private static void requireStep(String name, int before, int tick) {
    if (before < 0 ? tick != 0 : tick <= before) {
      throw new IllegalArgumentException(
          name
              + ": expected "
              + (before < 0 ? "tick 0 first" : "a tick above " + before)
              + ", got "
              + tick);
    }
  }

  private static void requireFirst(String name, @Nullable Object last) {
    if (last == null) {
      throw new IllegalArgumentException(name + ": expected at least one, got none");
    }
  }

  /** The tick at which the last note ends; 0 if there are no notes. */
  public int end() {
    return notes.stream().mapToInt(Note::end).max().orElse(0);
  }

  /** The lowest pitch; 128 if there are no notes. */
  public int lowestPitch() {
    return notes.stream().mapToInt(Note::pitch).min().orElse(128);
  }

  /** The highest pitch; -1 if there are no notes. */
  public int highestPitch() {
    return notes.stream().mapToInt(Note::pitch).max().orElse(-1);
  }

  /**
   * The piece in another key.
   *
   * @param semitones how far up, or down if negative
   * @throws IllegalArgumentException if a pitch leaves the range from 0 to 127
   */
  public Piece transposed(int semitones) {
    return new Piece(
        notes.stream().map(note -> note.withPitch(note.pitch() + semitones)).toList(),
        tempos,
        meters);
  }

  /**
   * When ticks occur, by the tempo of the piece.
   *
   * @param ticks at least 0, in ascending order
   * @return seconds from tick 0, of each tick; a new array
   */
  public double[] seconds(int... ticks) {
    double[] seconds = new double[ticks.length];
    double reached = 0;
    int at = 0;
    int next = 1;
    int micros = tempos.get(0).microsPerQuarter();
    for (int i = 0; i < ticks.length; i++) {
      Require.atLeast("ticks[" + i + "]", i == 0 ? 0 : ticks[i - 1], ticks[i]);
      for (; next < tempos.size() && tempos.get(next).tick() <= ticks[i]; next++) {
        reached += seconds(tempos.get(next).tick() - at, micros);
        at = tempos.get(next).tick();
        micros = tempos.get(next).microsPerQuarter();
      }
      seconds[i] = reached + seconds(ticks[i] - at, micros);
    }
    return seconds;
  }

  private static double seconds(int ticks, int microsPerQuarter) {
    return ticks * (microsPerQuarter / (1e6 * TICKS_PER_QUARTER));
  }

  /** The onset of each note in ticks; a new array. */
  public int[] onsets() {
    return notes.stream().mapToInt(Note::onset).toArray();
  }

  /** How many notes sound at the same time at most. */
  public int maxPolyphony() {
    int[] ends = notes.stream().mapToInt(Note::end).sorted().toArray();
    int[] onsets = onsets();
    Arrays.sort(onsets);
    int ended = 0;
    int most = 0;
    for (int begun = 0; begun < onsets.length; begun++) {
      while (ends[ended] <= onsets[begun]) {
        ended++;
      }
      most = Math.max(most, begun + 1 - ended);
    }
    return most;
  }

  @Override
  public String toString() {
    return "Piece[" + notes.size() + " notes, " + end() / TICKS_PER_QUARTER + " quarters]";
  }
}

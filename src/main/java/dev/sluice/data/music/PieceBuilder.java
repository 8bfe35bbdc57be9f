package dev.sluice.data.music;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Collects notes, tempo and meter in any order, and brings them into the form of a {@link Piece}:
 *
 * <ul>
 *   <li>a note ends where the next note of its pitch begins;
 *   <li>notes of one pitch and onset become one, with the longest duration and the highest
 *       velocity;
 *   <li>of several tempos or meters at one tick the last one added counts;
 *   <li>what is not given at tick 0 is 120 quarter notes per minute and 4/4, as in MIDI.
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class PieceBuilder {
  private static final Comparator<Note> LONGEST_FIRST =
      Piece.NOTE_ORDER.thenComparing(Comparator.comparingInt(Note::duration).reversed());

  private final List<Note> notes = new ArrayList<>();
  private final TreeMap<Integer, TempoChange> tempos = new TreeMap<>();
  private final TreeMap<Integer, MeterChange> meters = new TreeMap<>();

  /** Adds a note. */
  @CanIgnoreReturnValue
  public PieceBuilder add(Note note) {
    notes.add(Require.present("note", note));
    return this;
  }

  /** Adds a tempo. */
  @CanIgnoreReturnValue
  public PieceBuilder add(TempoChange tempo) {
    tempos.put(tempo.tick(), tempo);
    return this;
  }

  /** Adds a meter. */
  @CanIgnoreReturnValue
  public PieceBuilder add(MeterChange meter) {
    meters.put(meter.tick(), meter);
    return this;
  }

  /** Creates the piece of what has been added so far. */
  public Piece build() {
    return new Piece(separated(), tempoSteps(), meterSteps());
  }

  private List<Note> separated() {
    List<Note> ordered = new ArrayList<>(notes);
    ordered.sort(LONGEST_FIRST);
    int[] latest = new int[128]; // place in the result, plus 1, of the latest note of each pitch
    List<Note> result = new ArrayList<>(ordered.size());
    for (Note note : ordered) {
      int place = latest[note.pitch()] - 1;
      if (place >= 0) {
        Note before = result.get(place);
        if (before.onset() == note.onset()) {
          result.set(place, louder(before, note.velocity()));
          continue;
        }
        int longest = note.onset() - before.onset();
        result.set(place, before.withDuration(Math.min(before.duration(), longest)));
      }
      result.add(note);
      latest[note.pitch()] = result.size();
    }
    return result;
  }

  private static Note louder(Note note, int velocity) {
    return new Note(
        note.onset(), note.duration(), note.pitch(), Math.max(note.velocity(), velocity));
  }

  private List<TempoChange> tempoSteps() {
    List<TempoChange> steps = new ArrayList<>();
    for (TempoChange each : fromZero(tempos, new TempoChange(0, TempoChange.DEFAULT_MICROS))) {
      if (steps.isEmpty()
          || steps.get(steps.size() - 1).microsPerQuarter() != each.microsPerQuarter()) {
        steps.add(each);
      }
    }
    return steps;
  }

  private List<MeterChange> meterSteps() {
    List<MeterChange> steps = new ArrayList<>();
    for (MeterChange each : fromZero(meters, new MeterChange(0, 4, 4))) {
      if (steps.isEmpty() || !steps.get(steps.size() - 1).sameMeter(each)) {
        steps.add(each);
      }
    }
    return steps;
  }

  private static <T> Collection<T> fromZero(TreeMap<Integer, T> byTick, T atZeroByDefault) {
    TreeMap<Integer, T> all = new TreeMap<>(byTick);
    all.putIfAbsent(0, atZeroByDefault);
    return all.values();
  }
}

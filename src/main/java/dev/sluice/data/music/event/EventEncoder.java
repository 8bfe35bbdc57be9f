package dev.sluice.data.music.event;

import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.TempoChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes one quantized piece. */
final class EventEncoder {
  private static final int NONE = -1;

  private final EventVocabulary vocabulary;
  private final List<Event> events = new ArrayList<>();
  private @Nullable Bar meter;
  private int nextTempo;
  private int nextNote;
  private int velocity = EventDecoder.FIRST_VELOCITY;

  EventEncoder(EventVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  int[] encode(Piece piece) {
    events.add(Event.of(EventKind.START));
    List<Note> notes = piece.notes();
    if (!notes.isEmpty()) {
      int last = notes.get(notes.size() - 1).onset();
      for (Bar bar : Bar.through(last, piece.meters(), vocabulary)) {
        add(bar, piece);
      }
    }
    events.add(Event.of(EventKind.END));
    return events.stream().mapToInt(vocabulary::token).toArray();
  }

  private void add(Bar bar, Piece piece) {
    events.add(Event.of(EventKind.BAR));
    if (meter == null || !meter.sameMeter(bar)) {
      events.add(bar.meter());
      meter = bar;
    }
    List<TempoChange> tempos = piece.tempos();
    if (nextTempo < tempos.size() && tempos.get(nextTempo).tick() == bar.start()) {
      events.add(Event.of(EventKind.TEMPO, tempos.get(nextTempo).microsPerQuarter()));
      nextTempo++;
    }
    int position = NONE;
    for (; nextNote < piece.notes().size(); nextNote++) {
      Note note = piece.notes().get(nextNote);
      if (note.onset() >= bar.end()) {
        return;
      }
      int at = (note.onset() - bar.start()) / vocabulary.stepTicks();
      if (at != position) {
        events.add(Event.of(EventKind.POSITION, at));
        position = at;
      }
      add(note);
    }
  }

  private void add(Note note) {
    if (note.velocity() != velocity) {
      velocity = note.velocity();
      events.add(Event.of(EventKind.VELOCITY, velocity));
    }
    events.add(Event.of(EventKind.PITCH, note.pitch()));
    events.add(Event.of(EventKind.DURATION, note.duration() / vocabulary.stepTicks()));
  }
}

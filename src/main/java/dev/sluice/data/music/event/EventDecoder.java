package dev.sluice.data.music.event;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.TempoChange;

/** Decodes one sequence of events, whatever it is. */
final class EventDecoder {
  /** The velocity until an event changes it: that of the class of mezzo-forte. */
  static final int FIRST_VELOCITY = 72;

  private static final int NONE = -1;

  private final EventVocabulary vocabulary;
  private final PieceBuilder builder = new PieceBuilder();
  private Bar bar = new Bar(0, 4, 4);
  private boolean barBegun;

  /** Whether nothing has come since the bar began but its meter and tempo. */
  private boolean atBarStart = true;

  private int position;
  private int velocity = FIRST_VELOCITY;
  private int pitch = NONE;
  private int duration;
  private boolean ended;

  EventDecoder(EventVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.duration = vocabulary.stepsPerQuarter();
  }

  void accept(int token) {
    Event event = vocabulary.event(token);
    if (ended) {
      return;
    }
    if (event.kind() == EventKind.DURATION) {
      if (pitch != NONE) {
        duration = event.value();
      }
      endNote();
      return;
    }
    endNote();
    switch (event.kind()) {
      case END -> ended = true;
      case BAR -> {
        if (barBegun) {
          nextBar();
        }
        barBegun = true;
      }
      case METER -> {
        if (atBarStart) {
          bar = new Bar(bar.start(), event.value(), event.denominator());
          builder.add(new MeterChange(bar.start(), bar.numerator(), bar.denominator()));
        }
      }
      case TEMPO -> {
        if (atBarStart) {
          builder.add(new TempoChange(bar.start(), event.value()));
        }
      }
      case POSITION -> moveTo(event.value());
      case VELOCITY -> velocity = event.value();
      case PITCH -> {
        pitch = event.value();
        enterBar();
      }
      case START, DURATION -> {
        // A start has no effect; durations are done.
      }
    }
  }

  /** The piece so far; call it once. */
  Piece finish() {
    endNote();
    return builder.build();
  }

  private void moveTo(int step) {
    if (step * vocabulary.stepTicks() >= bar.end() - bar.start()) {
      return;
    }
    if (step < position) {
      nextBar();
    }
    position = step;
    enterBar();
  }

  private void enterBar() {
    barBegun = true;
    atBarStart = false;
  }

  private void nextBar() {
    if (bar.end() > Piece.MAX_TICKS) {
      ended = true;
      return;
    }
    bar = new Bar(bar.end(), bar.numerator(), bar.denominator());
    position = 0;
    atBarStart = true;
  }

  private void endNote() {
    int onset = bar.start() + position * vocabulary.stepTicks();
    if (pitch != NONE && onset <= Piece.MAX_TICKS) {
      builder.add(new Note(onset, duration * vocabulary.stepTicks(), pitch, velocity));
    }
    pitch = NONE;
  }
}

package dev.sluice.data.music.event;

/** The kinds of events; {@link EventVocabulary} says what each means. */
public enum EventKind {
  /** The beginning of a piece. */
  START("Start"),
  /** The end of a piece. */
  END("End"),
  /** The beginning of the next bar. */
  BAR("Bar"),
  /** The meter from this bar on. */
  METER("Meter"),
  /** The tempo from this bar on. */
  TEMPO("Tempo"),
  /** The time in the bar. */
  POSITION("Position"),
  /** The loudness of the notes from here on. */
  VELOCITY("Velocity"),
  /** A note at the current time. */
  PITCH("Pitch"),
  /** The duration of the note before. */
  DURATION("Duration");

  private final String label;

  EventKind(String label) {
    this.label = label;
  }

  /** The first part of the names of its events. */
  String label() {
    return label;
  }
}

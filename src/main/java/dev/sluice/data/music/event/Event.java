package dev.sluice.data.music.event;

/**
 * One event of the vocabulary.
 *
 * @param kind its kind
 * @param value what the kind needs: steps, a pitch, a velocity, or microseconds per quarter note
 * @param denominator of a meter, whose numerator is the value; else 0
 */
record Event(EventKind kind, int value, int denominator) {
  static Event of(EventKind kind) {
    return new Event(kind, 0, 0);
  }

  static Event of(EventKind kind, int value) {
    return new Event(kind, value, 0);
  }

  /** The name of the token. */
  String token() {
    return switch (kind) {
      case START, END, BAR -> kind.label();
      case METER -> kind.label() + "_" + value + "/" + denominator;
      case TEMPO -> kind.label() + "_" + Math.round(60e6 / value);
      case POSITION, VELOCITY, PITCH, DURATION -> kind.label() + "_" + value;
    };
  }
}

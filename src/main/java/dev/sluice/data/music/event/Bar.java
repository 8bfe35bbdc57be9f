package dev.sluice.data.music.event;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * A bar with a meter of the vocabulary.
 *
 * @param start tick of its beginning
 * @param numerator of its meter
 * @param denominator of its meter
 */
record Bar(int start, int numerator, int denominator) {

  /** The tick at which the next bar begins. */
  int end() {
    return start + numerator * (4 * Piece.TICKS_PER_QUARTER / denominator);
  }

  boolean sameMeter(Bar other) {
    return numerator == other.numerator && denominator == other.denominator;
  }

  /**
   * The bars from tick 0 to the one that holds {@code tick}. A meter that changes within a bar
   * counts from the next bar on.
   */
  static List<Bar> through(int tick, List<MeterChange> meters, EventVocabulary vocabulary) {
    List<Bar> bars = new ArrayList<>();
    int current = 0;
    for (int start = 0; start <= tick; start = bars.get(bars.size() - 1).end()) {
      // A change that rounding would move to this bar counts as well.
      int latest = start + vocabulary.stepTicks() / 2;
      while (current + 1 < meters.size() && meters.get(current + 1).tick() <= latest) {
        current++;
      }
      bars.add(of(start, meters.get(current), vocabulary));
    }
    return bars;
  }

  /** A meter that is not in the vocabulary becomes one with bars of the same length, or 4/4. */
  private static Bar of(int start, MeterChange meter, EventVocabulary vocabulary) {
    Bar bar = new Bar(start, meter.numerator(), meter.denominator());
    if (bar.isIn(vocabulary)) {
      return bar;
    }
    for (int denominator = 4; denominator <= 16; denominator *= 2) {
      int beat = 4 * Piece.TICKS_PER_QUARTER / denominator;
      Bar equal = new Bar(start, meter.barTicks() / beat, denominator);
      if (meter.barTicks() % beat == 0 && equal.isIn(vocabulary)) {
        return equal;
      }
    }
    return new Bar(start, 4, 4);
  }

  private boolean isIn(EventVocabulary vocabulary) {
    return vocabulary.contains(meter());
  }

  Event meter() {
    return new Event(EventKind.METER, numerator, denominator);
  }
}

package dev.sluice.app.sentiment.settings;

import dev.sluice.train.schedule.Schedule;

/** The courses of the learning rate to choose from. */
public enum ScheduleKind {
  /** The same at every step. */
  CONSTANT,
  /** Halved after every epoch. */
  STEP,
  /** Half a cosine down to 0. */
  COSINE,
  /** A straight line down to 0. */
  LINEAR;

  Schedule of(double rate, long stepsPerEpoch) {
    return switch (this) {
      case CONSTANT -> Schedule.constant(rate);
      case STEP -> Schedule.stepDecay(rate, 0.5, stepsPerEpoch);
      case COSINE -> Schedule.cosine(rate);
      case LINEAR -> Schedule.linearToZero(rate);
    };
  }
}

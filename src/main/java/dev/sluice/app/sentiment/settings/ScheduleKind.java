package dev.sluice.app.sentiment.settings;

import dev.sluice.train.schedule.Schedule;

/** The kinds of learning-rate schedules. */
public enum ScheduleKind {
  /** A constant rate. */
  CONSTANT,
  /** Halved after every epoch. */
  STEP,
  /** Decreases to 0 along half a cosine. */
  COSINE,
  /** Decreases linearly to 0. */
  LINEAR;

  Schedule of(long stepsPerEpoch) {
    return switch (this) {
      case CONSTANT -> Schedule.constant();
      case STEP -> Schedule.stepDecay(0.5, stepsPerEpoch);
      case COSINE -> Schedule.cosine();
      case LINEAR -> Schedule.linearToZero();
    };
  }
}

package dev.sluice.train.schedule;

import java.util.Locale;
import java.util.Objects;

/** The schedules that the factory methods of {@link Schedule} return. */
final class BuiltInSchedules {
  private BuiltInSchedules() {}

  record Constant() implements Schedule {
    @Override
    public double rate(double rate, long step, long totalSteps) {
      return rate;
    }
  }

  record StepDecay(double factor, long every) implements Schedule {
    StepDecay {
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("factor: expected above 0 and at most 1, got " + factor);
      }
      if (every < 1) {
        throw new IllegalArgumentException("every: expected at least 1 step, got " + every);
      }
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      return rate * StrictMath.pow(factor, step / every);
    }
  }

  record Cosine(double last) implements Schedule {
    Cosine {
      requireRate("last", last);
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      return last + (rate - last) * 0.5 * (1 + StrictMath.cos(Math.PI * step / totalSteps));
    }
  }

  record LinearToZero() implements Schedule {
    @Override
    public double rate(double rate, long step, long totalSteps) {
      return rate * (totalSteps - step) / totalSteps;
    }
  }

  record WarmUp(long steps, Schedule then) implements Schedule {
    WarmUp {
      Objects.requireNonNull(then, "then");
      if (steps < 0) {
        throw new IllegalArgumentException("warm-up: expected 0 steps or more, got " + steps);
      }
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      long remaining = Math.max(1, totalSteps - steps);
      if (step < steps) {
        return then.rate(rate, 0, remaining) * (step + 1) / steps;
      }
      return then.rate(rate, step - steps, remaining);
    }
  }

  private static void requireRate(String name, double rate) {
    // Devices compute in float32, where 1e39 is infinite.
    if (!(rate >= 0 && Float.isFinite((float) rate))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "learning rate %s: expected a number of 0 or more, finite in float32, got %s",
              name,
              rate));
    }
  }
}

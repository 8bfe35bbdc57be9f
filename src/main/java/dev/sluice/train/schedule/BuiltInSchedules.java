package dev.sluice.train.schedule;

import dev.sluice.argument.Require;
import dev.sluice.record.HasDefaults;

/** The schedules that the factory methods of {@link Schedule} return. */
final class BuiltInSchedules {
  private BuiltInSchedules() {}

  record Constant() implements Schedule, HasDefaults {
    @Override
    public Constant defaults() {
      return new Constant();
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      return rate;
    }
  }

  record StepDecay(double factor, long every) implements Schedule, HasDefaults {
    StepDecay {
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("factor: expected above 0 and at most 1, got " + factor);
      }
      Require.atLeast("every", 1, every);
    }

    @Override
    public StepDecay defaults() {
      return new StepDecay(factor, every);
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      return rate * StrictMath.pow(factor, step / every);
    }
  }

  record Cosine(double last) implements Schedule, HasDefaults {
    Cosine {
      requireRate("last", last);
    }

    @Override
    public Cosine defaults() {
      return new Cosine(0);
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      return last + (rate - last) * 0.5 * (1 + StrictMath.cos(Math.PI * step / totalSteps));
    }
  }

  record LinearToZero() implements Schedule, HasDefaults {
    @Override
    public LinearToZero defaults() {
      return new LinearToZero();
    }

    @Override
    public double rate(double rate, long step, long totalSteps) {
      return rate * (totalSteps - step) / totalSteps;
    }
  }

  record WarmUp(long steps, Schedule then) implements Schedule, HasDefaults {
    WarmUp {
      Require.present("then", then);
      Require.atLeast("warm-up", 0, steps);
    }

    @Override
    public WarmUp defaults() {
      return then instanceof HasDefaults known && known.defaults() instanceof Schedule plain
          ? new WarmUp(steps, plain)
          : new WarmUp(steps, then);
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
    Require.nonNegative("learning rate " + name, rate);
  }
}

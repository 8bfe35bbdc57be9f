package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The training of one cell on one task with one lag.
 *
 * @param lag the lag of the task
 * @param outcome how it ended
 * @param steps optimizer steps taken
 * @param baselineLoss loss of the best guess that remembers nothing
 * @param curve losses on the held-out sequences, in order
 */
public record Trial(
    int lag, Outcome outcome, int steps, double baselineLoss, List<LossPoint> curve) {

  /** How a training ended. */
  public enum Outcome {
    /** The loss on the held-out sequences fell to that of a solved task. */
    SOLVED,
    /** The budget of steps was spent. */
    UNSOLVED,
    /** The loss or a gradient was NaN or infinite. */
    DIVERGED
  }

  /** Copies the curve. */
  public Trial {
    Require.present("outcome", outcome);
    curve = Require.copyOf("curve", curve);
  }

  /** Whether the task was solved. */
  public boolean solved() {
    return outcome == Outcome.SOLVED;
  }

  /** The last loss on the held-out sequences; NaN if none was measured. */
  public double finalLoss() {
    return curve.isEmpty() ? Double.NaN : curve.get(curve.size() - 1).loss();
  }
}

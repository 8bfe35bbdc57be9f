package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.TrainingListener;
import dev.sluice.train.TrainingResult;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows a training run: its progress as it goes, and a line for each finished epoch. */
final class TrainingDisplay implements TrainingListener, AutoCloseable {
  /** Weight of the past in the figures beside the progress, which a single batch would jerk. */
  private static final double SMOOTHING = 0.98;

  private final PrintWriter out;
  private final ProgressDisplay display;
  private final long tokensPerEpoch;
  private final int epochs;
  private ProgressDisplay.Task task;
  private double weight;
  private double loss;
  private double accuracy;

  TrainingDisplay(PrintWriter out, ProgressDisplay display, long tokensPerEpoch, int epochs) {
    this.out = out;
    this.display = display;
    this.tokensPerEpoch = tokensPerEpoch;
    this.epochs = epochs;
  }

  @Override
  public void onEpochStart(int epoch, long tokens) {
    task =
        display.begin(
            String.format(Locale.ROOT, "epoch %d/%d", epoch + 1, epochs),
            tokens,
            tokensPerEpoch,
            "tokens");
  }

  @Override
  public void onStep(StepMetrics figures) {
    weight = SMOOTHING * weight + 1 - SMOOTHING;
    loss = SMOOTHING * loss + (1 - SMOOTHING) * figures.loss();
    accuracy = SMOOTHING * accuracy + (1 - SMOOTHING) * figures.accuracy();
    task.advance(
        figures.tokens(),
        String.format(
            Locale.ROOT, "loss %.3f, accuracy %.1f%%", loss / weight, 100 * accuracy / weight));
  }

  @Override
  public void onEpoch(EpochMetrics figures) {
    close();
    weight = 0;
    loss = 0;
    accuracy = 0;
    print(out, figures, epochs);
  }

  /** One line. */
  static void print(PrintWriter out, EpochMetrics figures, int epochs) {
    out.printf(
        Locale.ROOT,
        "epoch %d/%d loss %.4f, accuracy %.2f%%%s, %,.0f tokens/s, %.1f s%n",
        figures.epoch() + 1,
        epochs,
        figures.loss(),
        100 * figures.accuracy(),
        heldOut(figures),
        figures.tokensPerSecond(),
        figures.seconds());
    out.flush();
  }

  private static String heldOut(EpochMetrics figures) {
    return Double.isNaN(figures.validationLoss())
        ? ""
        : String.format(
            Locale.ROOT,
            "; held out: loss %.4f, accuracy %.2f%%",
            figures.validationLoss(),
            100 * figures.validationAccuracy());
  }

  @Override
  public void onEnd(TrainingResult result) {
    close();
  }

  /** Ends the progress that is being shown, if any. */
  @Override
  public void close() {
    if (task != null) {
      task.close();
      task = null;
    }
  }
}

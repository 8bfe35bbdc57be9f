package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNull;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.TrainingListener;
import dev.sluice.train.TrainingResult;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows a training run: the progress of the current epoch, and a line for each finished epoch. */
final class TrainingDisplay implements TrainingListener, AutoCloseable {
  /**
   * Weight of earlier batches in the displayed metrics, so that single batches do not make them
   * jump.
   */
  private static final double SMOOTHING = 0.98;

  private final PrintWriter out;
  private final ProgressDisplay display;
  private final long tokensPerEpoch;
  private final int epochs;
  private ProgressDisplay.@Nullable Task task;
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
  public void onStep(StepMetrics metrics) {
    weight = SMOOTHING * weight + 1 - SMOOTHING;
    loss = SMOOTHING * loss + (1 - SMOOTHING) * metrics.loss();
    accuracy = SMOOTHING * accuracy + (1 - SMOOTHING) * metrics.accuracy();
    requireNonNull(task, "a step comes after the start of an epoch")
        .advance(
            metrics.tokens(),
            String.format(
                Locale.ROOT, "loss %.3f, accuracy %.1f%%", loss / weight, 100 * accuracy / weight));
  }

  @Override
  public void onEpoch(EpochMetrics metrics) {
    close();
    weight = 0;
    loss = 0;
    accuracy = 0;
    print(out, metrics, epochs);
  }

  /** Prints the metrics of an epoch on one line. */
  static void print(PrintWriter out, EpochMetrics metrics, int epochs) {
    out.printf(
        Locale.ROOT,
        "epoch %d/%d loss %.4f, accuracy %.2f%%%s, %,.0f tokens/s, %.1f s%n",
        metrics.epoch() + 1,
        epochs,
        metrics.loss(),
        100 * metrics.accuracy(),
        heldOut(metrics),
        metrics.tokensPerSecond(),
        metrics.seconds());
    out.flush();
  }

  private static String heldOut(EpochMetrics metrics) {
    return Double.isNaN(metrics.validationLoss())
        ? ""
        : String.format(
            Locale.ROOT,
            "; held out: loss %.4f, accuracy %.2f%%",
            metrics.validationLoss(),
            100 * metrics.validationAccuracy());
  }

  @Override
  public void onEnd(TrainingResult result) {
    close();
  }

  /** Closes the current progress task, if any. */
  @Override
  public void close() {
    if (task != null) {
      task.close();
      task = null;
    }
  }
}

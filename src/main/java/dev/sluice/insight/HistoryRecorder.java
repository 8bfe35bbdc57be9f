package dev.sluice.insight;

import dev.sluice.train.EpochMetrics;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.TrainingListener;
import dev.sluice.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Records the curves of a training run in bounded memory. When there are {@value #MAX_POINTS}
 * points, neighbouring points are averaged, so a long run has between half and all of this number.
 * Add it as a listener to one trainer and read {@link #history()} afterwards. Use it for one run;
 * not thread-safe.
 */
public final class HistoryRecorder implements TrainingListener {
  static final int MAX_POINTS = 1024;

  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final PointAverage current = new PointAverage();
  private List<StepPoint> points = new ArrayList<>();
  private int stepsPerPoint = 1;
  private double stepsPerEpoch = 1;
  private OptionalInt bestEpoch = OptionalInt.empty();

  @Override
  public void onStart(int epochs, long totalSteps, long firstStep) {
    stepsPerEpoch = Math.max(1, (double) totalSteps / Math.max(1, epochs));
  }

  @Override
  public void onStep(StepMetrics metrics) {
    current.add(
        new StepPoint(
            metrics.step() + 1, metrics.loss(), metrics.gradientNorm(), metrics.learningRate()));
    if (current.count() == stepsPerPoint) {
      points.add(current.take());
      if (points.size() == MAX_POINTS) {
        halve();
      }
    }
  }

  @Override
  public void onEpoch(EpochMetrics metrics) {
    epochs.add(metrics);
  }

  @Override
  public void onEnd(TrainingResult result) {
    // The result of a resumed run includes the epochs before it was resumed.
    epochs.clear();
    epochs.addAll(result.epochs());
    bestEpoch = result.bestEpoch();
  }

  /** The history recorded so far. */
  public TrainingHistory history() {
    return new TrainingHistory(epochs, points, stepsPerEpoch, bestEpoch);
  }

  private void halve() {
    List<StepPoint> halved = new ArrayList<>();
    PointAverage pair = new PointAverage();
    for (StepPoint point : points) {
      pair.add(point);
      if (pair.count() == 2) {
        halved.add(pair.take());
      }
    }
    points = halved;
    stepsPerPoint *= 2;
  }

  /** Computes the mean of some points. */
  private static final class PointAverage {
    private int count;
    private double step;
    private double loss;
    private double gradientNorm;
    private double learningRate;

    void add(StepPoint point) {
      count++;
      step += point.step();
      loss += point.loss();
      gradientNorm += point.gradientNorm();
      learningRate += point.learningRate();
    }

    int count() {
      return count;
    }

    StepPoint take() {
      StepPoint mean =
          new StepPoint(step / count, loss / count, gradientNorm / count, learningRate / count);
      count = 0;
      step = 0;
      loss = 0;
      gradientNorm = 0;
      learningRate = 0;
      return mean;
    }
  }
}

package dev.sluice.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.train.EpochMetrics;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.TrainingResult;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {

  @Test
  void keepsEveryStepOfAShortRun() {
    TrainingHistory history = record(0, 100);
    assertEquals(100, history.steps().size());
    assertEquals(new StepPoint(7, 6, 12, 0.5), history.steps().get(6));
    assertEquals(50, history.stepsPerEpoch());
  }

  @Test
  void averagesNeighboursOfALongRunInBoundedMemory() {
    TrainingHistory history = record(0, 100_000);
    int size = history.steps().size();
    assertTrue(size >= HistoryRecorder.MAX_POINTS / 2 && size < HistoryRecorder.MAX_POINTS);
    // Each point is the mean of 128 steps: steps 1 to 128 have the losses 0 to 127.
    assertEquals(new StepPoint(64.5, 63.5, 127, 0.5), history.steps().get(0));
    for (StepPoint point : history.steps()) {
      assertEquals(point.step() - 1, point.loss());
    }
  }

  @Test
  void goesOnWhereAResumedRunDoes() {
    TrainingHistory history = record(60, 100);
    assertEquals(61, history.steps().get(0).step());
    assertEquals(40, history.steps().size());
  }

  @Test
  void takesAllEpochsFromTheResult() {
    HistoryRecorder recorder = new HistoryRecorder();
    recorder.onStart(2, 10, 5);
    recorder.onEpoch(epoch(1));
    recorder.onEnd(new TrainingResult(List.of(epoch(0), epoch(1)), OptionalInt.of(0), 10, false));
    assertEquals(List.of(epoch(0), epoch(1)), recorder.history().epochs());
    assertEquals(OptionalInt.of(0), recorder.history().bestEpoch());
  }

  private static EpochMetrics epoch(int epoch) {
    return new EpochMetrics(epoch, 0.5, 0.8, 0.6, 0.7, 1000, 2, 0.1, 1);
  }

  private static TrainingHistory record(long first, long total) {
    HistoryRecorder recorder = new HistoryRecorder();
    recorder.onStart(2, total, first);
    for (long step = first; step < total; step++) {
      recorder.onStep(new StepMetrics(step, step, 0, 1, 1, 1, 1, 2 * step, 0.5));
    }
    return recorder.history();
  }
}

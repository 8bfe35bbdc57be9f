package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.optimizer.Adam;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which methods of a listener are called, and when. */
class TrainerListenerTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(60, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void listenersAreCalledInOrder() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(int epochs, long totalSteps, long firstStep) {
            heard.add(String.format(Locale.ROOT, "start %d %d %d", epochs, totalSteps, firstStep));
          }

          @Override
          public void onStep(StepMetrics metrics) {
            heard.add("step " + metrics.step());
          }

          @Override
          public void onEpoch(EpochMetrics metrics) {
            heard.add("epoch " + metrics.epoch());
          }

          @Override
          public void onEnd(TrainingResult result) {
            heard.add("end " + result.steps());
          }
        };
    Trainer.of(task.model(1, 0), new SoftmaxCrossEntropy())
        .withOptimizer(Adam.of(1e-3))
        .withGradientAccumulation(3)
        .withEpochs(2)
        .withListener(listener)
        .fit(training, validation);
    assertEquals(
        List.of(
            "start 2 6 0",
            "step 0",
            "step 1",
            "step 2",
            "epoch 0",
            "step 3",
            "step 4",
            "step 5",
            "epoch 1",
            "end 6"),
        heard);
  }

  @Test
  void lambdasReceiveMetrics() {
    List<Integer> epochs = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    Trainer.of(task.model(1, 0), new SoftmaxCrossEntropy())
        .withGradientAccumulation(4)
        .withEpochs(2)
        .withEpochListener(metrics -> epochs.add(metrics.epoch()))
        .withStepListener(metrics -> steps.add(metrics.step()))
        .fit(training);
    assertEquals(List.of(0, 1), epochs);
    assertEquals(List.of(0L, 1L, 2L, 3L), steps);
  }
}

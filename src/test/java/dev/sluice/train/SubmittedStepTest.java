package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmittedStepTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader batches = TokenLoader.bucketed(TinyTask.texts(40, 1), 8, 1);

  @AfterEach
  void close() {
    task.close();
  }

  private static Optimizer optimizer(Model model) {
    return Adam.of(1e-3).create(List.of(ParameterGroup.of(model.parameters())));
  }

  private static TrainingStep step(Model model, Optimizer optimizer) {
    return new TrainingStep(
        model, new SoftmaxCrossEntropy(), optimizer, Clipping.byGlobalNorm(1), 3);
  }

  @Test
  void metricsReadLaterAreTheSame() {
    Model one = task.model(1, 0.2);
    Model other = task.model(1, 0.2);
    try (Optimizer ofOne = optimizer(one);
        Optimizer ofOther = optimizer(other);
        Scope scope = one.device().scope()) {
      TrainingStep atOnce = step(one, ofOne);
      TrainingStep late = step(other, ofOther);
      List<StepMetrics> expected = new ArrayList<>();
      List<SubmittedStep> submitted = new ArrayList<>();
      for (int i = 0; i < batches.batches(0); i++) {
        List<Batch> batch = List.of(batches.load(0, i, scope));
        expected.add(atOnce.run(i, 0.01, batch));
        submitted.add(scope.own(late.submit(i, 0.01, batch)));
      }
      assertEquals(expected, submitted.stream().map(SubmittedStep::metrics).toList());
      Map<String, float[]> weights = TinyTask.weights(other);
      TinyTask.weights(one)
          .forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
    }
  }

  @Test
  void aNonFiniteStepChangesNoWeight() {
    Model model = task.model(1, 0);
    Parameter bias = model.parameters().get(model.parameters().size() - 1);
    try (Optimizer optimizer = optimizer(model);
        Scope scope = model.device().scope()) {
      List<Batch> batch = List.of(batches.load(0, 0, scope));
      bias.value().write(Float.POSITIVE_INFINITY, 0f);
      Map<String, float[]> before = TinyTask.weights(model);
      SubmittedStep submitted = scope.own(step(model, optimizer).submit(0, 0.01, batch));
      TinyTask.weights(model)
          .forEach((name, values) -> assertArrayEquals(before.get(name), values, name));
      NonFiniteException thrown = assertThrows(NonFiniteException.class, submitted::metrics);
      assertEquals("loss", thrown.what());
    }
  }
}

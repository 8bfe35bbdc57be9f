package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.model.StatefulModel;
import dev.sluice.optimizer.Adam;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.SequenceLoader;
import dev.sluice.train.batch.TokenLoader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creates the model of a run from its checkpoint. */
class CheckpointModelTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  private static void assertHolds(Model expected, Path file) {
    try (Device device = Devices.cpu(1);
        Model model = Checkpoint.read(file).createModel(device)) {
      assertEquals(expected.spec(), model.spec());
      Bits.assertSame(TinyTask.weights(expected), TinyTask.weights(model), "of the checkpoint");
    }
  }

  @Test
  void isThatOfTheBestEpochElseTheAverageElseTheLast() {
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer plain =
        Trainer.of(model, new SoftmaxCrossEntropy())
            .withOptimizer(Adam.of(0.05))
            .withEpochs(3)
            .withCheckpoints(CheckpointPolicy.eachEpoch(file));
    plain.fit(training, validation);
    assertHolds(model, file);
    assertEquals(OptionalInt.empty(), Checkpoint.read(file).bestEpoch());
    assertEquals(3, Checkpoint.read(file).history().size());

    model.freeze("0.");
    plain.withExponentialMovingAverage(0.9).fit(training, validation);
    assertHolds(model, file);

    BatchLoader wrong = TokenLoader.sorted(TinyTask.mislabelled(40, 2), 8);
    plain
        .withEarlyStopping(EarlyStopping.keepBest(EarlyStopping.Metric.VALIDATION_LOSS))
        .fit(training, wrong);
    assertHolds(model, file);
    assertTrue(Checkpoint.read(file).bestEpoch().isPresent());
  }

  @Test
  void ofARunOverWindowsIsTheModelItself() {
    Path file = folder.resolve("checkpoint");
    ModelSpec spec = ModelSpec.ofSequences(2).recurrent(Lstm.of(2, 5)).dense(1);
    try (Model model = task.model(spec, 1);
        StatefulModel windows = model.stateful(3)) {
      Trainer.of(windows, new MeanSquaredError())
          .withCheckpoints(CheckpointPolicy.eachEpoch(file))
          .fit(SequenceLoader.consecutive(TinyTask.windows(2, 3, 3)));
      assertHolds(model, file);
    }
  }

  @Test
  void ofACustomLayerCannotBeCreated() {
    Path file = folder.resolve("checkpoint");
    Trainer.of(task.model(1, 0), "two towers {of 5}", new SoftmaxCrossEntropy())
        .withCheckpoints(CheckpointPolicy.eachEpoch(file))
        .fit(training);
    try (Device device = Devices.cpu(1)) {
      Checkpoint checkpoint = Checkpoint.read(file);
      assertEquals(
          "checkpoint: expected one of a run of a Model, got one of a custom layer: two"
              + " towers {of 5}",
          assertThrows(IllegalStateException.class, () -> checkpoint.createModel(device))
              .getMessage());
      assertEquals(0, device.openTensors());
    }
  }

  /** A file of an earlier version, which had no custom metrics. */
  @Test
  void checkpointsOfEarlierVersionsLoad() throws URISyntaxException {
    Path file = Path.of(CheckpointModelTest.class.getResource("checkpoint-2.safetensors").toURI());
    Checkpoint checkpoint = Checkpoint.read(file);
    assertEquals(9, checkpoint.steps());
    assertEquals(2, checkpoint.epochs());
    try (Device device = Devices.cpu(1);
        Model model = checkpoint.createModel(device)) {
      assertEquals(0.12724975f, model.parameter("4.dense.bias").value().floats()[0]);
    }
  }
}

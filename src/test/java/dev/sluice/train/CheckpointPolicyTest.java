package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Parameter;
import dev.sluice.model.Model;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are written, and what they contain. */
class CheckpointPolicyTest {
  private final TinyTask task = new TinyTask();
  private final BatchLoader training = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
  private final BatchLoader validation = TokenLoader.sorted(TinyTask.texts(40, 2), 8);
  @TempDir private Path folder;

  @AfterEach
  void closeAndFindLeaks() {
    task.close();
  }

  @Test
  void aCheckpointContainsTheWholeRun() {
    Path file = folder.resolve("checkpoint");
    Model model = task.model(1, 0.3);
    Trainer trainer = task.fullTrainer(model).withCheckpoints(onlyAtTheEnd(file));
    trainer.withStopCondition(after(3)).fit(training, validation);
    SafetensorsFile raw = SafetensorsFile.read(file);
    assertEquals(
        Set.of("format", "settings", "provenance", "state"), raw.metadata().keySet(), "metadata");
    Checkpoint checkpoint = Checkpoint.read(file);
    assertEquals(model.spec().toJson(), checkpoint.settings().get("model"), "configuration");
    assertTrue(checkpoint.settings().get("optimizer").startsWith("Adam"), "optimizer");
    assertEquals("5", checkpoint.settings().get("seed"), "seed");
    assertEquals(training.fingerprint(), checkpoint.settings().get("training batches"), "data");
    assertEquals(3, checkpoint.steps());
    assertEquals(0, checkpoint.epochs());
    assertEquals(6, checkpoint.state().batch(), "position in the epoch: 3 steps of 2 batches");
    for (Parameter parameter : model.parameters()) {
      assertTrue(raw.names().contains("weights/" + parameter.name()), parameter.name());
      String optimized = "optimizer/.*" + Pattern.quote(parameter.name()) + ".*";
      assertTrue(raw.names().stream().anyMatch(name -> name.matches(optimized)), optimized);
    }
    Provenance provenance = checkpoint.provenance();
    assertEquals(Provenance.currentVersion(), provenance.version());
    assertEquals(training.fingerprint(), provenance.dataHash());
    assertEquals("cpu, 2 threads", provenance.device().substring(0, 14));
    assertEquals(5, provenance.seed());
    assertTrue(Duration.between(provenance.started(), Instant.now()).toMinutes() < 60, "date");
    assertEquals("", provenance.command(), "a library call has no command");
  }

  @Test
  void checkpointsAreWrittenWhenThePolicySays() {
    Path file = folder.resolve("checkpoint");
    StringBuilder steps = new StringBuilder();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onCheckpoint(Path written) {
            steps.append(Checkpoint.read(written).steps()).append(' ');
          }
        };
    task.fullTrainer(task.model(1, 0))
        .withCheckpoints(CheckpointPolicy.everySteps(file, 5))
        .withListener(listener)
        .fit(training, validation);
    assertEquals("4 5 8 10 12 ", steps.toString());
    assertEquals(3, Checkpoint.read(file).epochs());
    assertEquals(List.of(file), list(folder));
  }

  private static CheckpointPolicy onlyAtTheEnd(Path file) {
    return new CheckpointPolicy(file, false, 0);
  }

  private static BooleanSupplier after(int steps) {
    int[] asked = {0};
    return () -> ++asked[0] >= steps;
  }

  private static List<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Scope;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.CheckpointPolicy;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.SubmittedStep;
import dev.sluice.train.Trainer;
import dev.sluice.train.TrainingListener;
import dev.sluice.train.TrainingStep;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.schedule.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares whole training runs on the GPU with the same runs on the CPU. */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaTrainingTest {
  private static final int STEPS = 20;
  private static final int BATCH = 8;
  private static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .withMinimumCount(1)
          .build(List.of(List.of("good", "bad", "a", "film", "the", "was", "it")));

  /** Texts of 1 to 30 words; the first two words of the vocabulary determine the class. */
  private static EncodedTexts texts() {
    Random random = new Random(3);
    List<List<String>> texts = new ArrayList<>();
    int[] labels = new int[STEPS * BATCH];
    for (int i = 0; i < labels.length; i++) {
      int length = 1 + random.nextInt(30);
      List<String> words = new ArrayList<>();
      for (int k = 0; k < length; k++) {
        words.add(VOCABULARY.token(4 + random.nextInt(VOCABULARY.size() - 4)));
      }
      labels[i] = random.nextInt(2);
      words.set(random.nextInt(length), labels[i] == 1 ? "good" : "bad");
      texts.add(words);
    }
    return EncodedTexts.encode(texts, labels, VOCABULARY, 25);
  }

  private static ModelSpec spec(Cell cell) {
    RecurrentSpec recurrent =
        RecurrentSpec.of(cell).withLayers(2).withDirections(DirectionMode.BIDIRECTIONAL);
    return ModelSpec.embedding(VOCABULARY.size(), 6)
        .dropout(0.1)
        .layer(recurrent)
        .layer(
            PoolingSpec.of(
                    PoolingKind.LAST, PoolingKind.LAST_STEP, PoolingKind.MAX, PoolingKind.MEAN)
                .withReverseFeatures(cell.hiddenSize()))
        .dropout(0.2)
        .dense(2);
  }

  private static Trainer trainer(Model model, TrainingListener listener) {
    return Trainer.of(model, new SoftmaxCrossEntropy())
        .withOptimizer(Adam.of(0.02))
        .withSchedule(Schedule.linearToZero())
        .withClipping(Clipping.byGlobalNorm(1))
        .withExponentialMovingAverage(0.9)
        .withEpochs(1)
        .withSeed(5)
        .withListener(listener);
  }

  private static Map<String, float[]> weights(Model model) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    model
        .parameters()
        .forEach(parameter -> weights.put(parameter.name(), parameter.value().floats()));
    return weights;
  }

  /** The results of a run. */
  private record Run(List<StepMetrics> steps, Map<String, float[]> weights) {}

  private static Run train(Device opened, Cell cell) {
    List<StepMetrics> steps = new ArrayList<>();
    try (Device device = opened;
        Model model = Model.create(spec(cell), device, 1)) {
      trainer(model, recordingIn(steps)).fit(TokenLoader.bucketed(texts(), BATCH, 1));
      return new Run(steps, weights(model));
    }
  }

  private static TrainingListener recordingIn(List<StepMetrics> steps) {
    return new TrainingListener() {
      @Override
      public void onStep(StepMetrics figures) {
        steps.add(figures);
      }
    };
  }

  private static Device cpu() {
    return Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
  }

  private static Device gpu(PlanKind plan) {
    return Gpus.open(DeviceOptions.defaults().withPlan(plan), 4);
  }

  static Stream<Cell> cells() {
    return Stream.of(Rnn.of(6, 7), Lstm.of(6, 7), Gru.of(6, 7), Gru.article(6, 7));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void twentyStepsGiveTheWeightsOfTheCpu(Cell cell) {
    Run expected = train(cpu(), cell);
    Run actual = train(gpu(PlanKind.GRAPH), cell);
    assertEquals(STEPS, actual.steps().size());
    for (int i = 0; i < STEPS; i++) {
      assertEquals(expected.steps().get(i).loss(), actual.steps().get(i).loss(), 2e-5, "step " + i);
      assertEquals(expected.steps().get(i).correct(), actual.steps().get(i).correct());
    }
    // Adam divides by roots of small squares, which enlarges rounding errors.
    expected
        .weights()
        .forEach((name, values) -> assertArrayEquals(values, actual.weights().get(name), 2e-4f));
  }

  @Test
  void bothPlansGiveTheSameBits() {
    Run stepwise = train(gpu(PlanKind.STEPWISE), Lstm.of(6, 7));
    Run graph = train(gpu(PlanKind.GRAPH), Lstm.of(6, 7));
    assertEquals(stepwise.steps(), graph.steps());
    stepwise
        .weights()
        .forEach((name, values) -> assertArrayEquals(values, graph.weights().get(name)));
  }

  /** The simulated driver runs no work before something waits for it. */
  @Test
  void stepsWhoseMetricsAreNotReadDoNotWait() {
    assumeFalse(SimulatedDriver.isReal(), "only the simulated driver tells what has run");
    BatchLoader batches = TokenLoader.bucketed(texts(), BATCH, 1);
    try (Device device = withoutPoison(() -> gpu(PlanKind.STEPWISE));
        Model model = Model.create(spec(Rnn.of(6, 7)), device, 1);
        Optimizer optimizer = Adam.of(1e-3).create(List.of(ParameterGroup.of(model.parameters())));
        Scope scope = device.scope()) {
      TrainingStep step =
          new TrainingStep(
              model, new SoftmaxCrossEntropy(), optimizer, Clipping.byGlobalNorm(1), 3);
      // The first step allocates, which may wait.
      scope.own(step.submit(0, 0.01, List.of(batches.load(0, 0, scope)))).metrics();
      long before = Simulation.count("launches");
      SubmittedStep unseen = scope.own(step.submit(1, 0.01, List.of(batches.load(0, 0, scope))));
      assertEquals(before, Simulation.count("launches"), "kernels that ran");
      unseen.metrics();
      assertTrue(Simulation.count("launches") > before);
    }
  }

  /** Without poison: freeing poisoned memory waits for the device. */
  private static Device withoutPoison(Supplier<Device> opening) {
    String poison = System.clearProperty("sluice.poison");
    try {
      return opening.get();
    } finally {
      System.setProperty("sluice.poison", poison);
    }
  }

  @Test
  void aGpuLostDuringTrainingLeavesTheLastCheckpoint(@TempDir Path folder) {
    assumeFalse(SimulatedDriver.isReal(), "only the simulated driver loses its GPU on request");
    Path file = folder.resolve("checkpoint.safetensors");
    EncodedTexts texts = texts();
    Map<String, float[]> unbroken = train(gpu(PlanKind.AUTO), Gru.of(6, 7)).weights();
    try (Device device = gpu(PlanKind.AUTO);
        Model model = Model.create(spec(Gru.of(6, 7)), device, 1)) {
      Trainer trainer =
          trainer(model, losingTheGpuAfter(13))
              .withCheckpoints(CheckpointPolicy.everySteps(file, 5));
      assertThrows(DeviceException.class, () -> trainer.fit(TokenLoader.bucketed(texts, BATCH, 1)));
    }
    Simulation.restart();
    List<StepMetrics> rest = new ArrayList<>();
    try (Device device = gpu(PlanKind.AUTO);
        Model model = Model.create(spec(Gru.of(6, 7)), device, 99)) {
      trainer(model, recordingIn(rest))
          .withCheckpoints(CheckpointPolicy.everySteps(file, 5))
          .resume(file, TokenLoader.bucketed(texts, BATCH, 1));
      assertEquals(
          IntStream.range(10, STEPS).boxed().toList(),
          rest.stream().map(figures -> (int) figures.step()).toList());
      weights(model).forEach((name, values) -> assertArrayEquals(unbroken.get(name), values, name));
    }
  }

  private static TrainingListener losingTheGpuAfter(int steps) {
    return new TrainingListener() {
      @Override
      public void onStep(StepMetrics figures) {
        assertTrue(figures.step() < steps);
        if (figures.step() == steps - 1) {
          Simulation.set("lost", 999);
        }
      }
    };
  }
}

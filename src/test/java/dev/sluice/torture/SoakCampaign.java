package dev.sluice.torture;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.data.EncodedTexts;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.CheckpointPolicy;
import dev.sluice.train.Trainer;
import dev.sluice.train.batch.TokenLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Trains small models of every kind, one after another, each with its own device, checkpoints and
 * model file. The resources of the process must not grow.
 */
final class SoakCampaign {
  private static final int HIDDEN = 5;
  private static final List<IntFunction<Cell>> CELLS =
      List.of(
          inputs -> Lstm.of(inputs, HIDDEN),
          inputs -> Gru.of(inputs, HIDDEN),
          inputs -> Rnn.of(inputs, HIDDEN),
          inputs -> Lstm.article(inputs, HIDDEN),
          inputs -> Gru.article(inputs, HIDDEN));

  private final String device;
  private final Path work;
  private final Random random;

  /**
   * @param work an empty folder
   */
  SoakCampaign(String device, Path work, long seed) {
    this.device = device;
    this.work = work;
    this.random = new Random(seed);
  }

  /**
   * The outcome.
   *
   * @param trainings number of trained models
   * @param early resources of the process after warm-up
   * @param late resources of the process at the end
   */
  record Result(long trainings, ProcessSize early, ProcessSize late) {
    private static final long HEAP_SLACK = 4 << 20;
    private static final long COUNT_SLACK = 4;
    private static final long MAPPINGS_SLACK = 200;

    /** The resources that grew significantly; empty if none did. */
    List<String> faults() {
      return List.of(
              grown("heap bytes", early.heapBytes(), late.heapBytes(), HEAP_SLACK),
              grown("threads", early.threads(), late.threads(), COUNT_SLACK),
              grown("descriptors", early.descriptors(), late.descriptors(), COUNT_SLACK),
              grown("mappings", early.mappings(), late.mappings(), MAPPINGS_SLACK))
          .stream()
          .filter(line -> !line.isEmpty())
          .toList();
    }

    private static String grown(String what, long early, long late, long slack) {
      return late - early <= slack ? "" : what + " grew from " + early + " to " + late;
    }
  }

  /** Warm-up takes a third of the time, and at least one model of each cell. */
  Result run(Duration time) throws IOException, InterruptedException {
    long trainings = trainFor(time.dividedBy(3));
    ProcessSize early = ProcessSize.now();
    trainings += trainFor(time.multipliedBy(2).dividedBy(3));
    return new Result(trainings, early, ProcessSize.now());
  }

  private long trainFor(Duration time) {
    Deadline deadline = Deadline.in(time);
    long trainings = 0;
    while (trainings < CELLS.size() || !deadline.isOver()) {
      train(CELLS.get((int) (trainings % CELLS.size())));
      trainings++;
    }
    return trainings;
  }

  private void train(IntFunction<Cell> cell) {
    int features = 1 + random.nextInt(9);
    int threads = 1 + random.nextInt(2);
    ModelSpec spec =
        ModelSpec.embedding(10, features)
            .recurrent(cell.apply(features))
            .pooling(PoolingKind.LAST)
            .dense(2);
    Path file = work.resolve("model.safetensors");
    try (Device opened = Devices.open(device, DeviceOptions.defaults().withThreads(threads));
        Model model = Model.create(spec, opened, random.nextLong())) {
      Trainer.of(model, new SoftmaxCrossEntropy())
          .withEpochs(1)
          .withCheckpoints(CheckpointPolicy.everySteps(work.resolve("checkpoint.safetensors"), 2))
          .fit(TokenLoader.bucketed(texts(), 1 + random.nextInt(5), 1));
      ModelFile.save(file, model, Map.of());
      ModelFile.read(file).load(opened).close();
    }
  }

  private EncodedTexts texts() {
    int[][] tokens = new int[12][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.ints(1 + random.nextInt(12), 1, 10).toArray();
    }
    return EncodedTexts.of(tokens, random.ints(tokens.length, 0, 2).toArray());
  }
}

package dev.sluice.train;

import dev.sluice.cell.Lstm;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Parameter;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.schedule.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small task: texts of 2 to 9 words, in class 1 if they contain "good"; and a model that learns
 * it.
 */
public final class TinyTask implements AutoCloseable {
  private static final List<String> WORDS = List.of("good", "bad", "a", "film", "the", "was", "it");
  private static final Vocabulary VOCABULARY =
      Vocabulary.builder().withMinimumCount(1).build(List.of(WORDS));

  private final Device device;
  private final List<Model> models = new ArrayList<>();

  public TinyTask() {
    this(2);
  }

  public TinyTask(int threads) {
    device = Devices.open("cpu", DeviceOptions.defaults().withThreads(threads));
  }

  public static EncodedTexts texts(int count, long seed) {
    Random random = new Random(seed);
    List<List<String>> texts = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      for (int length = 2 + random.nextInt(8); length > 0; length--) {
        // Only position 0 may have the deciding word, so that the classes are balanced.
        words.add(WORDS.get(1 + random.nextInt(WORDS.size() - 1)));
      }
      labels[i] = random.nextInt(2);
      if (labels[i] == 1) {
        words.set(random.nextInt(words.size()), "good");
      }
      texts.add(words);
    }
    return EncodedTexts.encode(texts, labels, VOCABULARY, 9);
  }

  /** The same texts with wrong labels: a model that learns the task gets worse on them. */
  public static EncodedTexts mislabelled(int count, long seed) {
    EncodedTexts right = texts(count, seed);
    List<List<String>> texts = new ArrayList<>();
    int[] labels = right.labels();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      for (int token : right.tokens(i)) {
        words.add(VOCABULARY.token(token));
      }
      texts.add(words);
      labels[i] = 1 - labels[i];
    }
    return EncodedTexts.encode(texts, labels, VOCABULARY, 9);
  }

  public Model model(long seed, double dropout) {
    return model(seed, dropout, RecurrentSpec.of(Lstm.of(4, 5)));
  }

  public Model model(long seed, double dropout, RecurrentSpec recurrent) {
    ModelSpec spec =
        ModelSpec.embedding(VOCABULARY.size(), 4)
            .recurrent(recurrent)
            .pooling(PoolingKind.LAST, PoolingKind.MAX)
            .dropout(dropout)
            .dense(2);
    Model model = Model.create(spec, device, seed);
    models.add(model);
    return model;
  }

  /** Owned by the caller. */
  public Model model(ModelSpec spec, long seed) {
    return Model.create(spec, device, seed);
  }

  /** Consecutive windows of long sequences of two features, with a value for each step. */
  public static List<SequenceBatch> windows(int count, int timesteps, int rows) {
    Random random = new Random(8);
    List<SequenceBatch> windows = new ArrayList<>();
    for (int w = 0; w < count; w++) {
      float[][][] x = new float[rows][timesteps][2];
      float[][][] values = new float[rows][timesteps][1];
      for (int n = 0; n < rows; n++) {
        for (int t = 0; t < timesteps; t++) {
          x[n][t] = new float[] {random.nextFloat(), random.nextFloat()};
          values[n][t][0] = random.nextFloat();
        }
      }
      windows.add(SequenceBatch.withStepValues(x, values));
    }
    return windows;
  }

  /**
   * A trainer with everything that has state: dropout, weight average, accumulation, early
   * stopping.
   */
  Trainer fullTrainer(Model model) {
    return fullTrainer(model, new SoftmaxCrossEntropy());
  }

  static Trainer fullTrainer(Model model, Loss loss) {
    return Trainer.of(model, loss)
        .withOptimizer(Adam.of(0.02))
        .withSchedule(Schedule.linearToZero().withWarmUp(2))
        .withClipping(Clipping.byGlobalNorm(1))
        .withExponentialMovingAverage(0.9)
        .withGradientAccumulation(2)
        .withEpochs(3)
        .withSeed(5)
        .withEarlyStopping(new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 2));
  }

  static Map<String, float[]> weights(Model model) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      weights.put(parameter.name(), parameter.value().floats());
    }
    return weights;
  }

  @Override
  public void close() {
    models.forEach(Model::close);
    if (device.openTensors() != 0) {
      throw new AssertionError(device.openTensors() + " tensors were not closed");
    }
    device.close();
  }
}

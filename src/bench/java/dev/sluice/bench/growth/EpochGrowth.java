package dev.sluice.bench.growth;

import dev.sluice.cell.Lstm;
import dev.sluice.data.EncodedTexts;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.Trainer;
import dev.sluice.train.TrainingListener;
import dev.sluice.train.batch.TokenLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Measures the live heap after each epoch of a training run over texts of many lengths. */
final class EpochGrowth {
  private static final int VOCABULARY = 5_000;
  private static final int TEXTS = 2_000;
  private static final int LONGEST = 150;

  private EpochGrowth() {}

  static List<Long> bytes(int epochs, int threads) {
    ModelSpec spec =
        ModelSpec.embedding(VOCABULARY, 32)
            .recurrent(Lstm.of(32, 64))
            .pooling(PoolingKind.LAST)
            .dense(2);
    List<Long> bytes = new ArrayList<>();
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(threads));
        Model model = Model.create(spec, device, 1)) {
      Trainer.of(model, new SoftmaxCrossEntropy())
          .withEpochs(epochs)
          .withListener(
              new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                  bytes.add(LiveHeap.bytes());
                }
              })
          .fit(TokenLoader.bucketed(texts(), 64, 1));
    }
    return bytes;
  }

  private static EncodedTexts texts() {
    Random random = new Random(2);
    int[][] tokens = new int[TEXTS][];
    for (int k = 0; k < TEXTS; k++) {
      int length = 10 + random.nextInt(LONGEST - 10);
      tokens[k] = random.ints(length, 2, VOCABULARY).toArray();
    }
    return EncodedTexts.of(tokens, random.ints(TEXTS, 0, 2).toArray());
  }
}

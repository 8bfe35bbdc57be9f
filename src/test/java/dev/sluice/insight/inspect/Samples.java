package dev.sluice.insight.inspect;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small text classifiers with random weights, and a text. */
final class Samples {
  static final int VOCABULARY = 30;
  static final int UNKNOWN = 1;
  static final int E = 3;
  static final int H = 4;
  static final int[] TOKENS = {5, 9, 1, 7, 5, 22, 3};
  static final List<String> WORDS = List.of("a", "b", "c", "d", "a", "f", "g");

  private Samples() {}

  /** All kinds of cells, with both dialects and the options that change retention. */
  static List<Cell> cells() {
    return List.of(
        Rnn.of(E, H),
        Rnn.article(E, H),
        Rnn.of(E, H).withZoneout(0.2f).withLayerNorm(),
        Lstm.of(E, H),
        Lstm.article(E, H),
        Lstm.of(E, H).withCoupledGates(),
        Lstm.of(E, H).withPeepholes().withZoneout(0.1f, 0.3f),
        Lstm.of(E, H).withProjection(2),
        Gru.of(E, H),
        Gru.article(E, H),
        Gru.of(E, H).withZoneout(0.2f));
  }

  /** One model for each kind of cell, direction and pooling, and several stacks. */
  static List<ModelSpec> specs() {
    List<ModelSpec> specs = new ArrayList<>();
    for (Cell cell : List.of(Rnn.of(E, H), Lstm.article(E, H), Gru.of(E, H).withZoneout(0.2f))) {
      for (DirectionMode directions : DirectionMode.values()) {
        for (PoolingKind pooling : PoolingKind.values()) {
          specs.add(spec(RecurrentSpec.of(cell).withDirections(directions), 2, pooling));
        }
      }
    }
    RecurrentSpec stacked =
        RecurrentSpec.of(Lstm.of(E, H)).withLayers(2).withDirections(DirectionMode.BIDIRECTIONAL);
    specs.add(spec(stacked, 3, PoolingKind.MAX, PoolingKind.MEAN));
    specs.add(
        spec(
            stacked.withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED), 2, PoolingKind.MAX));
    specs.add(
        spec(RecurrentSpec.of(Gru.of(E, H)).withBptt(Bptt.truncated(2)), 2, PoolingKind.LAST));
    specs.add(
        ModelSpec.embedding(EmbeddingSpec.of(VOCABULARY, E).withWordDropout(0.5, UNKNOWN))
            .dropout(0.5)
            .rnn(DirectionMode.BIDIRECTIONAL, H, H)
            .dropout(0.5)
            .gru(H)
            .dense(5)
            .pooling(PoolingKind.LAST, PoolingKind.MEAN)
            .dropout(0.5)
            .dense(4));
    return specs;
  }

  static ModelSpec spec(RecurrentSpec recurrent, int classes, PoolingKind... poolings) {
    return ModelSpec.embedding(VOCABULARY, E).recurrent(recurrent).pooling(poolings).dense(classes);
  }

  /** A model whose weights are large enough for non-linear behavior. */
  static Model model(ModelSpec spec, Device device) {
    Model model = Model.create(spec, device, 7);
    Random random = new Random(11);
    for (Parameter parameter : model.parameters()) {
      float[] values = parameter.value().floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      parameter.value().write(values);
    }
    return model;
  }

  static TextInspection inspect(Model model) {
    try (TextInspector inspector = TextInspector.of(model, UNKNOWN)) {
      return inspector.inspect(TOKENS, WORDS);
    }
  }

  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The log odds of a class from logits, written as the definition says. */
  static double logOdds(float[] logits, int predicted) {
    double others =
        Math.log(
            Arrays.stream(toDoubles(logits)).map(Math::exp).sum() - Math.exp(logits[predicted]));
    return logits[predicted] - others;
  }

  private static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}

package dev.sluice.model;

import dev.sluice.argument.Require;
import dev.sluice.data.BatchIndices;
import dev.sluice.data.BatchSampler;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceExamples;
import dev.sluice.data.TokenBatch;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Computes a model's outputs for rows of different lengths, in batches of rows of similar length.
 */
final class Prediction {
  /** Rows per batch: enough to keep a device busy, few enough for its memory. */
  private static final int BATCH = 64;

  private final Model model;
  private final int[] lengths;
  private final Inputs inputs;

  /** Copies some rows to the device as one batch. */
  private interface Inputs {
    Features place(int[] rows, Scope scope);
  }

  /** Receives the outputs for some rows. */
  private interface Answers {
    void take(int[] rows, Tensor values);
  }

  private Prediction(Model model, int[] lengths, Inputs inputs) {
    this.model = model;
    this.lengths = lengths;
    this.inputs = inputs;
  }

  static Prediction of(Model model, float[][][] sequences) {
    requireInput(model, FeatureShape.Kind.SEQUENCE, "numeric sequences");
    Require.presentRows("sequences", sequences);
    if (sequences.length == 0) {
      return new Prediction(model, new int[0], Prediction::nothing);
    }
    SequenceBatch all = SequenceBatch.withClassIds(sequences, new int[sequences.length]);
    int expected = model.spec().input().size();
    if (all.features() != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "sequences: expected %d features in each step, got %d",
              expected,
              all.features()));
    }
    SequenceExamples examples = SequenceExamples.of(List.of(all));
    return new Prediction(
        model,
        all.lengths(),
        (rows, scope) -> {
          SequenceBatch batch = examples.batch(rows);
          Tensor values = scope.floats(batch.timesteps(), batch.batchSize(), batch.features());
          values.write(batch.inputs());
          return Features.data(values, batch.lengths(), scope);
        });
  }

  static Prediction of(Model model, int[][] tokens) {
    requireInput(model, FeatureShape.Kind.TOKENS, "tokens");
    Require.presentRows("tokens", tokens);
    for (int n = 0; n < tokens.length; n++) {
      if (tokens[n].length == 0) {
        throw new IllegalArgumentException(
            "tokens[" + n + "]: expected at least one token, got none");
      }
    }
    return new Prediction(
        model,
        Arrays.stream(tokens).mapToInt(row -> row.length).toArray(),
        (rows, scope) -> {
          int[][] chosen = Arrays.stream(rows).mapToObj(row -> tokens[row]).toArray(int[][]::new);
          TokenBatch batch = TokenBatch.of(chosen, new int[rows.length]);
          Tensor values = scope.ints(batch.timesteps(), batch.batchSize());
          values.write(batch.tokens());
          return Features.data(values, batch.lengths(), scope);
        });
  }

  private static Features nothing(int[] rows, Scope scope) {
    throw new IllegalStateException("expected no rows to compute, got " + rows.length);
  }

  private static void requireInput(Model model, FeatureShape.Kind kind, String given) {
    if (model.spec().input().kind() != kind) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "predict: expected %s, got %s", model.spec().input(), given));
    }
  }

  /** {@code [N][F]}, for a model with one output per row. */
  float[][] vectors() {
    requireOutput(FeatureShape.Kind.VECTOR, "predictSteps");
    float[][] answers = new float[lengths.length][];
    compute(
        (rows, values) -> {
          int features = values.shape().columns();
          float[] all = values.floats();
          for (int n = 0; n < rows.length; n++) {
            answers[rows[n]] = Arrays.copyOfRange(all, n * features, (n + 1) * features);
          }
        });
    return answers;
  }

  /**
   * {@code [N][T][F]}, for a model with one output per step; each row is as long as its sequence.
   */
  float[][][] steps() {
    requireOutput(FeatureShape.Kind.SEQUENCE, "predict");
    float[][][] answers = new float[lengths.length][][];
    compute(
        (rows, values) -> {
          int features = values.shape().columns();
          float[] all = values.floats();
          for (int n = 0; n < rows.length; n++) {
            float[][] row = new float[lengths[rows[n]]][];
            for (int t = 0; t < row.length; t++) {
              int at = (t * rows.length + n) * features;
              row[t] = Arrays.copyOfRange(all, at, at + features);
            }
            answers[rows[n]] = row;
          }
        });
    return answers;
  }

  private void requireOutput(FeatureShape.Kind kind, String other) {
    FeatureShape output = model.spec().output();
    if (output.kind() != kind) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "predict: expected a call of %s, since the output is %s",
              other,
              output));
    }
  }

  private void compute(Answers answers) {
    if (lengths.length == 0) {
      return;
    }
    BatchIndices batches = BatchSampler.sorted(lengths, BATCH);
    for (int b = 0; b < batches.size(); b++) {
      int[] rows = batches.indices(b);
      try (Scope scope = model.device().scope()) {
        Features input = inputs.place(rows, scope);
        answers.take(rows, model.forward(input, ForwardContext.inference(scope)).output().values());
      }
    }
  }
}

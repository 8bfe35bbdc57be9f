package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares predictions for many rows with a forward pass for each row alone. */
class PredictionTest extends OnCpu {
  private static final int ROWS = 150;

  private final ModelSpec sequences = ModelSpec.ofSequences(2).recurrent(Gru.of(2, 5));
  private final ModelSpec tokens = ModelSpec.embedding(9, 3).recurrent(Gru.of(3, 5));

  private Model model(ModelSpec spec) {
    return scope.own(Model.create(spec, device, 1));
  }

  private static float[][][] rows() {
    Random random = new Random(1);
    float[][][] rows = new float[ROWS][][];
    for (int n = 0; n < ROWS; n++) {
      rows[n] = new float[1 + random.nextInt(9)][2];
      for (float[] step : rows[n]) {
        step[0] = random.nextFloat();
        step[1] = random.nextFloat();
      }
    }
    return rows;
  }

  private static int[][] texts() {
    Random random = new Random(1);
    int[][] texts = new int[ROWS][];
    Arrays.setAll(texts, n -> random.ints(1 + random.nextInt(9), 0, 9).toArray());
    return texts;
  }

  private float[] alone(Model model, Features row) {
    return model.forward(row, ForwardContext.inference(scope)).output().values().floats();
  }

  private Features features(float[][] row) {
    float[] flat = new float[row.length * 2];
    for (int t = 0; t < row.length; t++) {
      System.arraycopy(row[t], 0, flat, 2 * t, 2);
    }
    return Features.data(floats(flat, row.length, 1, 2), null);
  }

  @Test
  void everySequenceGetsItsOwnOutput() {
    Model model = model(sequences.pooling(PoolingKind.LAST).dense(3));
    float[][][] rows = rows();
    float[][] answers = model.predict(rows);
    assertEquals(ROWS, answers.length);
    for (int n = 0; n < ROWS; n++) {
      assertArrayEquals(alone(model, features(rows[n])), answers[n], 1e-6f, "row " + n);
    }
    assertEquals(0, model.predict(new float[0][][]).length);
  }

  @Test
  void everyStepGetsItsOwnOutput() {
    Model model = model(sequences.dense(3));
    float[][][] rows = rows();
    float[][][] answers = model.predictSteps(rows);
    for (int n = 0; n < ROWS; n++) {
      float[] expected = alone(model, features(rows[n]));
      assertEquals(rows[n].length, answers[n].length);
      for (int t = 0; t < rows[n].length; t++) {
        assertArrayEquals(
            Arrays.copyOfRange(expected, 3 * t, 3 * t + 3), answers[n][t], 1e-6f, n + ", " + t);
      }
    }
  }

  @Test
  void everyTextGetsItsOwnOutput() {
    Model pooled = model(tokens.pooling(PoolingKind.MAX).dense(2));
    Model stepwise = model(tokens);
    int[][] texts = texts();
    float[][] answers = pooled.predict(texts);
    float[][][] steps = stepwise.predictSteps(texts);
    for (int n = 0; n < ROWS; n++) {
      Features text = Features.data(ints(texts[n], texts[n].length, 1), null);
      assertArrayEquals(alone(pooled, text), answers[n], 1e-6f, "text " + n);
      float[] last = steps[n][texts[n].length - 1];
      float[] all = alone(stepwise, text);
      assertArrayEquals(Arrays.copyOfRange(all, all.length - 5, all.length), last, 1e-6f);
    }
    assertEquals(0, pooled.predict(new int[0][]).length);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Model pooled = model(sequences.pooling(PoolingKind.LAST));
    Model text = model(tokens);
    assertEquals(
        "sequences: expected 2 features in each step, got 3",
        refusal(() -> pooled.predict(new float[][][] {{{1, 2, 3}}})));
    assertEquals(
        "sequences[1]: expected at least one step, got none",
        refusal(() -> pooled.predict(new float[][][] {{{1, 2}}, {}})));
    assertEquals(
        "tokens[0]: expected at least one token, got none",
        refusal(() -> text.predictSteps(new int[][] {{}})));
    assertEquals(
        "predict: expected [T, N, 2], got tokens",
        refusal(() -> pooled.predict(new int[][] {{1}})));
    assertEquals(
        "predict: expected tokens [T, N], got numeric sequences",
        refusal(() -> text.predict(new float[][][] {{{1}}})));
    assertEquals(
        "predict: expected a call of predictSteps, since the output is [T, N, 5]",
        assertThrows(IllegalStateException.class, () -> text.predict(new int[][] {{1}}))
            .getMessage());
    assertEquals(
        "predict: expected a call of predict, since the output is [N, 5]",
        assertThrows(
                IllegalStateException.class, () -> pooled.predictSteps(new float[][][] {{{1, 2}}}))
            .getMessage());
    refusal(() -> text.predictSteps(new int[][] {{9}}));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}

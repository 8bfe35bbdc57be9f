package dev.sluice.insight.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.data.SequenceBatch;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.oracle.OracleRun;
import dev.sluice.oracle.OracleWeights;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.batch.SequenceLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateGradientProbeTest {
  private static final int T = 7;
  private static final int N = 3;
  private static final int I = 2;
  private static final int H = 4;
  private static final double STEP = 1e-5;

  /** Of the norms: the engine computes in float32. */
  private static final double TOLERANCE = 2e-5;

  private static Device device;

  @BeforeAll
  static void open() {
    device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
  }

  @AfterAll
  static void close() {
    device.close();
  }

  /** A model with a float64 twin: the same weights, inputs and targets. */
  private static final class Twin {
    final Cell cell;
    final OracleWeights weights;
    final double[][][] x = new double[T][N][I];
    final double[] head = new double[H];
    final double[] targets = new double[N];

    Twin(GradientCell compared) {
      SplittableRandom random = new SplittableRandom(5);
      cell = compared.cell(I, H);
      weights = OracleWeights.random(cell, 0.8, random);
      for (double[][] step : x) {
        for (double[] row : step) {
          Arrays.setAll(row, f -> (float) random.nextDouble(-1, 1));
        }
      }
      Arrays.setAll(head, h -> (float) random.nextDouble(-1, 1));
      Arrays.setAll(targets, n -> (float) random.nextDouble(-1, 1));
    }

    void writeTo(Model model) {
      Map<CellParameter, double[]> roles = weights.byRole();
      roles.forEach(
          (role, values) ->
              model.parameter("0.recurrent." + role.label() + "_l0").value().write(narrow(values)));
      model.parameter("2.dense.weight").value().write(narrow(head));
      model.parameter("2.dense.bias").value().write(new float[1]);
    }

    SequenceBatch batch() {
      float[][][] sequences = new float[N][T][];
      float[][] values = new float[N][];
      for (int n = 0; n < N; n++) {
        values[n] = new float[] {(float) targets[n]};
        for (int t = 0; t < T; t++) {
          sequences[n][t] = narrow(x[t][n]);
        }
      }
      return SequenceBatch.withValues(sequences, values);
    }

    OracleRun run(double[][][] steps, double[][] h0, double[][] c0) {
      return new OracleRun(
          cell, Direction.FORWARD, weights, new OracleRun.Inputs(steps, null, h0, c0));
    }

    double loss(double[][] h, int n) {
      double prediction = 0;
      for (int k = 0; k < H; k++) {
        prediction += head[k] * h[n][k];
      }
      return (prediction - targets[n]) * (prediction - targets[n]);
    }

    /**
     * The norm of the central differences of the loss of row n with respect to h or c after step t,
     * from 0.
     */
    double norm(int t, int n, boolean ofCell) {
      OracleRun whole = run(x, null, null);
      double sum = 0;
      for (int k = 0; k < H; k++) {
        double difference = shifted(whole, t, n, k, ofCell, STEP);
        difference -= shifted(whole, t, n, k, ofCell, -STEP);
        sum += Math.pow(difference / (2 * STEP), 2);
      }
      return Math.sqrt(sum);
    }

    private double shifted(OracleRun whole, int t, int n, int k, boolean ofCell, double by) {
      double[][] h = copy(whole.y[t]);
      double[][] c = copy(whole.cells[t]);
      (ofCell ? c : h)[n][k] += by;
      return loss(t == T - 1 ? h : run(Arrays.copyOfRange(x, t + 1, T), h, c).hN, n);
    }
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static ModelSpec spec(GradientCell cell) {
    return ModelSpec.ofSequences(I)
        .recurrent(features -> cell.layer(features, H))
        .pooling(PoolingKind.LAST)
        .dense(1);
  }

  private static StateGradients measure(Model model, SequenceBatch batch) {
    try (Scope scope = device.scope()) {
      return new StateGradientProbe(model, new MeanSquaredError())
          .measure(SequenceLoader.place(batch, scope));
    }
  }

  @ParameterizedTest
  @EnumSource
  void equalsCentralDifferences(GradientCell cell) {
    Twin twin = new Twin(cell);
    try (Model model = Model.create(spec(cell), device, 1)) {
      twin.writeTo(model);
      StateGradients measured = measure(model, twin.batch());
      assertEquals(twin.cell.hasCellState(), measured.hasCellState());
      for (int distance = 0; distance < T; distance++) {
        for (int n = 0; n < N; n++) {
          String place = "distance " + distance + ", row " + n;
          double hidden = twin.norm(T - 1 - distance, n, false);
          assertTrue(hidden > 1e-7, "a gradient that can be measured at " + place);
          assertEquals(hidden, measured.hidden()[distance][n], TOLERANCE * hidden + 1e-9, place);
          if (measured.hasCellState()) {
            double ofCell = twin.norm(T - 1 - distance, n, true);
            assertEquals(ofCell, measured.cell()[distance][n], TOLERANCE * ofCell + 1e-9, place);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void addsUpToTheGradientOfOneWholePass(GradientCell cell) {
    Twin twin = new Twin(cell);
    try (Model model = Model.create(spec(cell), device, 1);
        Scope scope = device.scope()) {
      twin.writeTo(model);
      StateGradients measured = measure(model, twin.batch());
      OracleRun whole = twin.run(twin.x, null, null);
      double[][] dHN = new double[N][H];
      double loss = 0;
      for (int n = 0; n < N; n++) {
        double prediction = 0;
        for (int k = 0; k < H; k++) {
          prediction += twin.head[k] * whole.hN[n][k];
        }
        loss += twin.loss(whole.hN, n) / N;
        for (int k = 0; k < H; k++) {
          dHN[n][k] = 2 * (prediction - twin.targets[n]) * twin.head[k] / N;
        }
      }
      double[] gradient =
          whole
              .backward(new OracleRun.OutputGradients(null, dHN, null), Bptt.full())
              .weights()
              .byRole()
              .get(CellParameter.WEIGHT_HH);
      double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
      assertEquals(norm, measured.recurrentGradient(), TOLERANCE * norm);
      assertEquals(loss, measured.loss(), TOLERANCE * loss);
    }
  }

  /** Far below the least number of float32, 1.4e-45. */
  @Test
  void measuresBelowTheRangeOfFloat32() {
    try (Model model = Model.create(spec(GradientCell.ARTICLE_RNN), device, 1)) {
      StateGradients measured = measure(model, random(150));
      assertTrue(measured.hidden()[149][0] < 1e-60, "" + measured.hidden()[149][0]);
      for (int distance = 1; distance < 150; distance++) {
        double ratio = measured.hidden()[distance][0] / measured.hidden()[distance - 1][0];
        assertTrue(ratio > 0.01 && ratio < 1, "distance " + distance + ": " + ratio);
      }
    }
  }

  @Test
  void theArticlesClaimHoldsAtInitialization() {
    double rnn = atDistance50(GradientCell.RNN);
    double lstm = atDistance50(GradientCell.LSTM);
    double open = atDistance50(GradientCell.LSTM_FORGET_1);
    assertTrue(rnn < 1e-3 * open, rnn + " and " + open);
    assertTrue(lstm < 1e-3 * open, lstm + " and " + open);
  }

  private static double atDistance50(GradientCell cell) {
    try (Model model = Model.create(spec(cell), device, 1)) {
      StateGradients measured = measure(model, random(51));
      return Quantiles.median(measured.hidden()[50]) / Quantiles.median(measured.hidden()[0]);
    }
  }

  private static SequenceBatch random(int timesteps) {
    SplittableRandom random = new SplittableRandom(3);
    float[][][] sequences = new float[N][timesteps][I];
    for (float[][] sequence : sequences) {
      for (float[] step : sequence) {
        for (int f = 0; f < I; f++) {
          step[f] = (float) random.nextDouble(-1, 1);
        }
      }
    }
    return SequenceBatch.withValues(sequences, new float[][] {{1}, {0.5f}, {-1}});
  }

  @Test
  void refusesOtherModels() {
    List<ModelSpec> others =
        List.of(
            ModelSpec.ofSequences(I).lstm(H, H).pooling(PoolingKind.LAST).dense(1),
            ModelSpec.ofSequences(I).lstm(H).pooling(PoolingKind.MAX).dense(1),
            ModelSpec.ofSequences(I).lstm(H).pooling(PoolingKind.LAST).dropout(0.5).dense(1),
            ModelSpec.ofSequences(I).lstm(H).dense(1));
    for (ModelSpec other : others) {
      try (Model model = Model.create(other, device, 1)) {
        IllegalArgumentException refusal =
            assertThrows(
                IllegalArgumentException.class,
                () -> new StateGradientProbe(model, new MeanSquaredError()));
        assertTrue(
            refusal
                .getMessage()
                .startsWith("model: expected one recurrent layer that reads forward"),
            refusal.getMessage());
      }
    }
  }

  @Test
  void refusesSequencesOfDifferentLengths() {
    SequenceBatch batch =
        SequenceBatch.withValues(
            new float[][][] {{{1, 2}}, {{1, 2}, {3, 4}}}, new float[][] {{1}, {2}});
    try (Model model = Model.create(spec(GradientCell.GRU), device, 1)) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> measure(model, batch));
      assertEquals(
          "batch: expected sequences of one length, got different lengths", refusal.getMessage());
    }
  }
}

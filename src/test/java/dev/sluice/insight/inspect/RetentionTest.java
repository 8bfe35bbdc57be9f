package dev.sluice.insight.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.layer.RecurrentStates;
import dev.sluice.model.Model;
import dev.sluice.sequence.Direction;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Retention against plain float64 loops over the gates, for every cell, pooling and direction. */
class RetentionTest extends OnCpu {
  private static final int T = Samples.TOKENS.length;
  private static final int H = Samples.H;

  /** Its Jacobian is no simple product, so it has a test of its own. */
  private static final Cell NORMALIZED = Rnn.of(Samples.E, H).withZoneout(0.2f).withLayerNorm();

  record Case(Cell cell, DirectionMode directions, PoolingKind pooling) {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<Cell> cells = new ArrayList<>(Samples.cells());
    cells.remove(NORMALIZED);
    for (Cell cell : cells) {
      for (DirectionMode directions : DirectionMode.values()) {
        for (PoolingKind pooling : PoolingKind.values()) {
          cases.add(new Case(cell, directions, pooling));
        }
      }
    }
    return cases;
  }

  private Model model(Case given) {
    return Samples.model(
        Samples.spec(
            RecurrentSpec.of(given.cell()).withDirections(given.directions()), 2, given.pooling()),
        device);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsThePlainComputation(Case given) {
    try (Model model = model(given)) {
      for (LayerTrace layer : Samples.inspect(model).layers()) {
        double[][] read = read(layer, given.pooling());
        double[] expected =
            given
                .cell()
                .match(
                    rnn -> jacobians(layer, rnn, recurrentWeights(model, layer), read),
                    lstm -> products(layer, read),
                    gru -> products(layer, read));
        assertArrayEquals(expected, Samples.array(layer.retention()), 1e-5);
        double weights = layer.readWeights().stream().mapToDouble(Double::doubleValue).sum();
        assertEquals(1, weights, 1e-9);
      }
    }
  }

  /**
   * How much each unit is read after each step {@code [T][H]}, by the definition of the pooling.
   */
  private static double[][] read(LayerTrace layer, PoolingKind pooling) {
    int units = layer.hidden().units();
    double[][] read = new double[T][units];
    for (int u = 0; u < units; u++) {
      int largest = 0;
      for (int t = 0; t < T; t++) {
        largest = layer.hidden().get(t, u) > layer.hidden().get(largest, u) ? t : largest;
      }
      switch (pooling) {
        case FIRST -> read[0][u] = 1;
        case LAST -> read[layer.direction() == Direction.FORWARD ? T - 1 : 0][u] = 1;
        case LAST_STEP -> read[T - 1][u] = 1;
        case MAX -> read[largest][u] = 1;
        case MEAN -> {
          for (int t = 0; t < T; t++) {
            read[t][u] = 1.0 / T;
          }
        }
      }
    }
    return units == H ? read : averaged(read);
  }

  /** A projection has other units than the memory. */
  private static double[][] averaged(double[][] read) {
    double[][] same = new double[T][H];
    for (int t = 0; t < T; t++) {
      for (int u = 0; u < H; u++) {
        for (double each : read[t]) {
          same[t][u] += each / read[t].length;
        }
      }
    }
    return same;
  }

  private static double[] products(LayerTrace layer, double[][] read) {
    double[] retention = new double[T];
    for (int t = 0; t < T; t++) {
      double kept = 0;
      double written = 0;
      for (int u = 0; u < H; u++) {
        double write = write(layer, t, u);
        written += write;
        for (int s = 0; s < T; s++) {
          kept += write * read[s][u] * product(layer, t, s, u);
        }
      }
      retention[t] = kept / written;
    }
    return retention;
  }

  /** What is left at step s of what step t wrote; nothing if s is read before t. */
  private static double product(LayerTrace layer, int t, int s, int u) {
    int sign = layer.direction() == Direction.FORWARD ? 1 : -1;
    if (sign * (s - t) < 0) {
      return 0;
    }
    double product = 1;
    for (int j = t; j != s; j += sign) {
      product *= keep(layer, j + sign, u);
    }
    return product;
  }

  private static double keep(LayerTrace layer, int t, int u) {
    double zoneout =
        layer.cell() instanceof Lstm
            ? layer.cell().zoneout().cell()
            : layer.cell().zoneout().hidden();
    double gate = layer.gates().get(1).values().get(t, u);
    boolean admits = layer.cell() instanceof Gru gru && gru.update() == Gru.Update.ADMITS;
    return zoneout + (1 - zoneout) * (admits ? 1 - gate : gate);
  }

  private static double write(LayerTrace layer, int t, int u) {
    double first = layer.gates().get(0).values().get(t, u);
    double second = layer.gates().get(1).values().get(t, u);
    double candidate = layer.gates().get(2).values().get(t, u);
    if (layer.cell() instanceof Gru gru) {
      return Math.abs((gru.update() == Gru.Update.ADMITS ? second : 1 - second) * candidate);
    }
    return Math.abs(first * candidate);
  }

  private static float[] recurrentWeights(Model model, LayerTrace layer) {
    String suffix = layer.direction() == Direction.REVERSE ? "_reverse" : "";
    return model.parameter("1.recurrent.weight_hh_l0" + suffix).value().floats();
  }

  /** The norm of the sum over s of {@code diag(read_s) dh_s/dh_t}, by products of Jacobians. */
  private static double[] jacobians(LayerTrace layer, Rnn cell, float[] w, double[][] read) {
    int sign = layer.direction() == Direction.FORWARD ? 1 : -1;
    double[] retention = new double[T];
    for (int t = 0; t < T; t++) {
      double[][] sum = new double[H][H];
      double[][] product = new double[H][H];
      for (int u = 0; u < H; u++) {
        product[u][u] = 1;
      }
      for (int s = t; s >= 0 && s < T; s += sign) {
        product = s == t ? product : multiply(jacobian(layer, cell, w, s), product);
        for (int a = 0; a < H; a++) {
          for (int b = 0; b < H; b++) {
            sum[a][b] += read[s][a] * product[a][b];
          }
        }
      }
      double squares = 0;
      for (double[] row : sum) {
        for (double value : row) {
          squares += value * value;
        }
      }
      retention[t] = Math.sqrt(squares / H);
    }
    return retention;
  }

  private static double[][] jacobian(LayerTrace layer, Rnn cell, float[] w, int s) {
    double[][] jacobian = new double[H][H];
    for (int a = 0; a < H; a++) {
      double h = layer.hidden().get(s, a);
      double derivative = cell.equals(Rnn.of(Samples.E, H)) ? 1 - h * h : h * (1 - h);
      for (int b = 0; b < H; b++) {
        jacobian[a][b] = derivative * w[a * H + b];
      }
    }
    return jacobian;
  }

  private static double[][] multiply(double[][] x, double[][] y) {
    double[][] z = new double[H][H];
    for (int a = 0; a < H; a++) {
      for (int b = 0; b < H; b++) {
        for (int k = 0; k < H; k++) {
          z[a][b] += x[a][k] * y[k][b];
        }
      }
    }
    return z;
  }

  @Test
  void theNormOfANormalizedCellEqualsCentralDifferences() {
    try (Model model = model(new Case(NORMALIZED, DirectionMode.FORWARD, PoolingKind.LAST));
        VectorClassifier classifier = VectorClassifier.copyOf(model)) {
      LayerTrace layer = Samples.inspect(model).layers().get(0);
      for (int t = 0; t < T - 1; t++) {
        int[] later = Arrays.copyOfRange(Samples.TOKENS, t + 1, T);
        float[] state = layer.hidden().toArray()[t];
        double squares = 0;
        for (int u = 0; u < H; u++) {
          float[] more = finalState(model, classifier.vectors(later), state, u, 1e-2f);
          float[] less = finalState(model, classifier.vectors(later), state, u, -1e-2f);
          for (int v = 0; v < H; v++) {
            squares += Math.pow((more[v] - less[v]) / 2e-2, 2);
          }
        }
        assertEquals(Math.sqrt(squares / H), layer.retention().get(t), 2e-3, "token " + t);
      }
    }
  }

  private float[] finalState(Model model, float[] x, float[] state, int unit, float change) {
    float[] changed = state.clone();
    changed[unit] += change;
    RecurrentStates initial =
        new RecurrentStates(List.of(new RecurrentStates.State(floats(changed, 1, H), null)));
    Recurrent recurrent = (Recurrent) model.layers().get(1);
    return Objects.requireNonNull(
            recurrent
                .forward(
                    Features.data(floats(x, x.length / Samples.E, 1, Samples.E), null),
                    initial,
                    ForwardContext.inference(scope))
                .finalStates()
                .get(0)
                .hidden())
        .floats();
  }

  @Test
  void layersBelowHaveTheReadWeightsOfTheTop() {
    RecurrentSpec stacked =
        RecurrentSpec.of(Lstm.of(Samples.E, H))
            .withLayers(2)
            .withDirections(DirectionMode.BIDIRECTIONAL);
    try (Model model = Samples.model(Samples.spec(stacked, 2, PoolingKind.MAX), device)) {
      List<LayerTrace> layers = Samples.inspect(model).layers();
      assertEquals(
          List.of(false, false, true, true), layers.stream().map(LayerTrace::top).toList());
      for (int d = 0; d < 2; d++) {
        assertEquals(layers.get(2 + d).readWeights(), layers.get(d).readWeights());
        double[] mean = Samples.array(layers.get(d).readWeights());
        double[][] same = new double[T][H];
        for (int t = 0; t < T; t++) {
          Arrays.fill(same[t], mean[t]);
        }
        assertArrayEquals(
            products(layers.get(d), same), Samples.array(layers.get(d).retention()), 1e-5);
      }
    }
  }

  @Test
  void aTextKeepsAllOfItsLastTokenIfTheLastStateIsRead() {
    for (Cell cell : Samples.cells()) {
      try (Model model = model(new Case(cell, DirectionMode.FORWARD, PoolingKind.LAST))) {
        List<Double> retention = Samples.inspect(model).retention();
        assertEquals(1, retention.get(T - 1), 1e-6, cell.toString());
        assertTrue(retention.get(0) < 1, cell.toString());
      }
    }
  }
}

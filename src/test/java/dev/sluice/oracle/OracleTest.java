package dev.sluice.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RandomStream;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the gradients of the oracle against central differences of its own forward pass. */
@Tag("verify")
class OracleTest {
  private static final int T = 4;
  private static final int N = 3;
  private static final int I = 2;
  private static final int H = 3;
  private static final int[] LENGTHS = {4, 0, 3};
  private static final double STEP = 1e-5;

  /**
   * The smallest allowed distance from a kink. It is much larger than the change of any
   * pre-activation by a difference step.
   */
  private static final double MIN_KINK_DISTANCE = 1e-3;

  private static final RandomStream MASKS = new RandomStream(12, 3, 5);

  static Stream<Cell> cells() {
    return Stream.of(
            CellVariants.dialects(I, H),
            CellVariants.activated(I, H),
            CellOptions.single(I, H),
            CellOptions.pairs(I, H),
            CellOptions.all(I, H))
        .flatMap(List::stream);
  }

  /** Each cell as in inference and, if it draws random masks, also as in training. */
  static Stream<Arguments> cellsAndMasks() {
    return cells()
        .flatMap(
            cell ->
                cell.zoneout().acts()
                    ? Stream.of(Arguments.of(cell, null), Arguments.of(cell, MASKS))
                    : Stream.of(Arguments.of(cell, null)));
  }

  @ParameterizedTest
  @MethodSource("cellsAndMasks")
  void gradientsEqualCentralDifferences(Cell cell, RandomStream masks) {
    for (Direction direction : Direction.values()) {
      Problem problem = Problem.awayFromKinks(cell, masks, direction);
      OracleRun.Gradients gradients =
          problem.run(direction).backward(problem.upstream, Bptt.full());
      DoubleSupplier loss = () -> problem.loss(direction);

      List<double[]> variables = new ArrayList<>(problem.weights.rows());
      List<double[]> analytic = new ArrayList<>(gradients.weights().rows());
      for (int t = 0; t < T; t++) {
        variables.addAll(List.of(problem.inputs.x()[t]));
        analytic.addAll(List.of(gradients.dX()[t]));
      }
      variables.addAll(List.of(problem.inputs.h0()));
      analytic.addAll(List.of(gradients.dH0()));
      if (cell.hasCellState()) {
        variables.addAll(List.of(problem.inputs.c0()));
        analytic.addAll(List.of(gradients.dC0()));
      }
      assertEquals(variables.size(), analytic.size());
      for (int k = 0; k < variables.size(); k++) {
        assertNear(differences(variables.get(k), loss), analytic.get(k), direction + " " + k);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cellsAndMasks")
  void reverseEqualsForwardOnReversedRows(Cell cell, RandomStream masks) {
    Problem problem = new Problem(cell, masks, new Random(3));
    OracleRun.Inputs in = problem.inputs;
    OracleRun reverse = new OracleRun(cell, Direction.REVERSE, problem.weights, in);
    OracleRun forward =
        new OracleRun(
            cell,
            Direction.FORWARD,
            problem.weights,
            new OracleRun.Inputs(reversed(in.x()), LENGTHS, in.h0(), in.c0(), masks));
    assertArrayEquals(Values.flat(reversed(forward.y)), Values.flat(reverse.y));
    assertArrayEquals(Values.flat(reversed(forward.cells)), Values.flat(reverse.cells));
    assertArrayEquals(Values.flat(reversed(forward.gates)), Values.flat(reverse.gates));
    assertArrayEquals(Values.flat(forward.hN), Values.flat(reverse.hN));

    Bptt bptt = Bptt.truncated(2);
    OracleRun.OutputGradients up = problem.upstream;
    OracleRun.Gradients dReverse = reverse.backward(up, bptt);
    OracleRun.Gradients dForward =
        forward.backward(
            new OracleRun.OutputGradients(
                reversed(up.dY()), reversed(up.dCells()), up.dHN(), up.dCN()),
            bptt);
    assertArrayEquals(Values.flat(reversed(dForward.dX())), Values.flat(dReverse.dX()));
    assertArrayEquals(Values.flat(dForward.dH0()), Values.flat(dReverse.dH0()));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void truncatedGradientsAreThoseOfWindowsThatStartFromDetachedStates(Cell cell) {
    int window = 2;
    Problem problem = new Problem(cell, null, new Random(5));
    OracleRun.Inputs in = problem.inputs;
    OracleRun.OutputGradients up = problem.upstream;
    OracleRun.Gradients truncated =
        new OracleRun(cell, Direction.FORWARD, problem.weights, in)
            .backward(up, Bptt.truncated(window));

    double[][] h = in.h0();
    double[][] c = in.c0();
    for (int start = 0; start < T; start += window) {
      int[] lengths = new int[N];
      double[][] dHN = new double[N][cell.outputSize()];
      double[][] dCN = new double[N][H];
      for (int n = 0; n < N; n++) {
        lengths[n] = Math.max(0, Math.min(window, LENGTHS[n] - start));
        boolean endsHere = lengths[n] > 0 && LENGTHS[n] <= start + window;
        if (endsHere || LENGTHS[n] == 0 && start == 0) {
          dHN[n] = up.dHN()[n];
          dCN[n] = up.dCN()[n];
        }
      }
      double[][][] x = {in.x()[start], in.x()[start + 1]};
      double[][][] dY = {up.dY()[start], up.dY()[start + 1]};
      double[][][] dCells = {up.dCells()[start], up.dCells()[start + 1]};
      OracleRun run =
          new OracleRun(
              cell, Direction.FORWARD, problem.weights, new OracleRun.Inputs(x, lengths, h, c));
      OracleRun.Gradients gradients =
          run.backward(new OracleRun.OutputGradients(dY, dCells, dHN, dCN), Bptt.full());
      h = run.hN;
      c = run.cN;
      subtract(gradients.weights().rows(), truncated.weights().rows());
      for (int t = 0; t < window; t++) {
        subtract(List.of(gradients.dX()[t]), List.of(truncated.dX()[start + t]));
      }
      if (start == 0) {
        subtract(List.of(gradients.dH0()), List.of(truncated.dH0()));
        subtract(List.of(gradients.dC0()), List.of(truncated.dC0()));
      }
    }
    List<double[]> rest = new ArrayList<>(truncated.weights().rows());
    rest.add(Values.flat(truncated.dX()));
    rest.add(Values.flat(truncated.dH0()));
    rest.add(Values.flat(truncated.dC0()));
    for (double[] row : rest) {
      assertArrayEquals(new double[row.length], row, 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void stackedGradientsEqualCentralDifferences(Cell cell, int directions) {
    int layers = 2;
    Random random = new Random(11);
    List<OracleWeights> weights = new ArrayList<>();
    for (int k = 0; k < layers * directions; k++) {
      int width = k < directions ? I : directions * cell.outputSize();
      weights.add(OracleWeights.random(cell.withInputSize(width), 0.8, random));
    }
    double[][][] x = Values.random(1, random, T, N, I);
    double[][][] h0 = Values.random(1, random, layers * directions, N, cell.outputSize());
    double[][][] c0 = Values.random(1, random, layers * directions, N, H);
    double[][][] dY = Values.random(1, random, T, N, directions * cell.outputSize());
    double[][][] dHN = Values.random(1, random, layers * directions, N, cell.outputSize());
    double[][][] dCN = Values.random(1, random, layers * directions, N, H);
    DoubleSupplier loss =
        () -> {
          OracleUniformStack stack =
              new OracleUniformStack(cell, directions, weights, x, LENGTHS, h0, c0);
          double sum = dot(dY, stack.y) + dot(dHN, stack.hN);
          return cell.hasCellState() ? sum + dot(dCN, stack.cN) : sum;
        };
    OracleUniformStack.Gradients gradients =
        new OracleUniformStack(cell, directions, weights, x, LENGTHS, h0, c0)
            .backward(dY, dHN, dCN);

    for (int t = 0; t < T; t++) {
      for (int n = 0; n < N; n++) {
        assertNear(differences(x[t][n], loss), gradients.dX()[t][n], "x");
      }
    }
    for (int k = 0; k < weights.size(); k++) {
      for (int n = 0; n < N; n++) {
        assertNear(differences(h0[k][n], loss), gradients.dH0()[k][n], "h0 " + k);
        if (cell.hasCellState()) {
          assertNear(differences(c0[k][n], loss), gradients.dC0()[k][n], "c0 " + k);
        }
      }
      List<double[]> rows = weights.get(k).rows();
      for (int r = 0; r < rows.size(); r++) {
        double[] analytic = gradients.weights().get(k).rows().get(r);
        assertNear(differences(rows.get(r), loss), analytic, "weights " + k + " row " + r);
      }
    }
  }

  static Stream<Arguments> stacks() {
    return Stream.of(
            Rnn.of(I, H), Lstm.of(I, H), Gru.article(I, H), Lstm.of(I, H).withProjection(2))
        .flatMap(cell -> Stream.of(1, 2).map(directions -> Arguments.of(cell, directions)));
  }

  @Test
  void aRowOfLengthZeroKeepsItsInitialState() {
    Problem problem = new Problem(Lstm.of(I, H), null, new Random(1));
    OracleRun run =
        new OracleRun(Lstm.of(I, H), Direction.FORWARD, problem.weights, problem.inputs);
    assertArrayEquals(problem.inputs.h0()[1], run.hN[1]);
    assertArrayEquals(problem.inputs.c0()[1], run.cN[1]);
    assertArrayEquals(new double[H], run.y[0][1]);
  }

  /** One cell with inputs and a loss that is linear in all its outputs. */
  private static final class Problem {
    final Cell cell;
    final OracleWeights weights;
    final OracleRun.Inputs inputs;
    final OracleRun.OutputGradients upstream;

    Problem(Cell cell, RandomStream masks, Random random) {
      this.cell = cell;
      int p = cell.outputSize();
      weights = OracleWeights.random(cell, 1, random);
      inputs =
          new OracleRun.Inputs(
              Values.random(1, random, T, N, I),
              LENGTHS,
              Values.random(1, random, N, p),
              cell.hasCellState() ? Values.random(1, random, N, H) : null,
              masks);
      upstream =
          new OracleRun.OutputGradients(
              Values.random(1, random, T, N, p),
              cell.hasCellState() ? Values.random(1, random, T, N, H) : new double[T][N][H],
              Values.random(1, random, N, p),
              cell.hasCellState() ? Values.random(1, random, N, H) : new double[N][H]);
    }

    /** The first problem in which no step is close to a kink. */
    static Problem awayFromKinks(Cell cell, RandomStream masks, Direction direction) {
      Random random = new Random(7);
      for (int draw = 0; draw < 100; draw++) {
        Problem problem = new Problem(cell, masks, random);
        if (problem.run(direction).kinkDistance() > MIN_KINK_DISTANCE) {
          return problem;
        }
      }
      throw new AssertionError("every problem is close to a kink: " + cell);
    }

    OracleRun run(Direction direction) {
      return new OracleRun(cell, direction, weights, inputs);
    }

    double loss(Direction direction) {
      OracleRun run = run(direction);
      return dot(upstream.dY(), run.y)
          + dot(upstream.dCells(), run.cells)
          + dot(new double[][][] {upstream.dHN()}, new double[][][] {run.hN})
          + dot(new double[][][] {upstream.dCN()}, new double[][][] {run.cN});
    }
  }

  @Test
  void boundsOfTheTablesClipSomeUnitsButNotAll() {
    for (Cell cell : CellOptions.single(I, H)) {
      OracleRun run = Problem.awayFromKinks(cell, null, Direction.FORWARD).run(Direction.FORWARD);
      if (cell instanceof Lstm lstm && lstm.cellClip() > 0) {
        assertSomeClipped(run.cells, lstm.cellClip(), cell);
      }
      if (cell instanceof Lstm lstm && lstm.preactivationClip() > 0) {
        double open = OracleFunction.value(lstm.gateActivation(), lstm.preactivationClip());
        assertSomeClipped(run.gates, open, cell);
      }
      if (cell instanceof Gru gru && gru.preactivationClip() > 0) {
        double open = OracleFunction.value(gru.gateActivation(), gru.preactivationClip());
        assertSomeClipped(run.gates, open, cell);
      }
      if (cell instanceof Rnn rnn && rnn.preactivationClip() > 0) {
        double open = OracleFunction.value(rnn.activation(), rnn.preactivationClip());
        assertSomeClipped(run.gates, open, cell);
      }
    }
  }

  private static void assertSomeClipped(double[][][] values, double limit, Cell cell) {
    double[] taken = Arrays.stream(Values.flat(values)).filter(value -> value != 0).toArray();
    long limited = Arrays.stream(taken).filter(value -> value == limit).count();
    assertTrue(
        limited > 0 && limited < taken.length,
        () -> String.format(Locale.ROOT, "%d of %d limited: %s", limited, taken.length, cell));
  }

  /** Computes from the documented positions which units zoneout keeps. */
  @Test
  void zoneoutKeepsTheUnitsWhoseNumbersAreBelowTheRate() {
    Lstm cell = Lstm.of(I, H).withProjection(2).withZoneout(0.4f, 0.3f);
    Problem problem = new Problem(cell, MASKS, new Random(2));
    OracleRun run = problem.run(Direction.FORWARD);
    int row = 2;
    for (int t = 0; t < LENGTHS[row]; t++) {
      double[] hBefore = t == 0 ? problem.inputs.h0()[row] : run.y[t - 1][row];
      double[] cBefore = t == 0 ? problem.inputs.c0()[row] : run.cells[t - 1][row];
      for (int j = 0; j < 2; j++) {
        boolean kept = OracleRandom.uniform(MASKS, (t * N + row) * 2 + j) < 0.4f;
        assertEquals(kept, run.y[t][row][j] == hBefore[j]);
      }
      for (int j = 0; j < H; j++) {
        boolean kept = OracleRandom.uniform(MASKS, T * N * 2 + (t * N + row) * H + j) < 0.3f;
        assertEquals(kept, run.cells[t][row][j] == cBefore[j]);
      }
    }
  }

  private static double[][][] reversed(double[][][] sequence) {
    double[][][] reversed = new double[T][N][];
    for (int t = 0; t < T; t++) {
      for (int n = 0; n < N; n++) {
        reversed[t][n] = sequence[t < LENGTHS[n] ? LENGTHS[n] - 1 - t : t][n];
      }
    }
    return reversed;
  }

  private static void subtract(List<double[]> values, List<double[]> from) {
    for (int r = 0; r < values.size(); r++) {
      for (int k = 0; k < values.get(r).length; k++) {
        from.get(r)[k] -= values.get(r)[k];
      }
    }
  }

  private static double dot(double[][][] a, double[][][] b) {
    double[] left = Values.flat(a);
    double[] right = Values.flat(b);
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k] * right[k];
    }
    return sum;
  }

  private static double[] differences(double[] variables, DoubleSupplier loss) {
    double[] differences = new double[variables.length];
    for (int k = 0; k < variables.length; k++) {
      double value = variables[k];
      variables[k] = value + STEP;
      double above = loss.getAsDouble();
      variables[k] = value - STEP;
      double below = loss.getAsDouble();
      variables[k] = value;
      differences[k] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  private static void assertNear(double[] expected, double[] actual, String name) {
    double distance = 0;
    double norm = 0;
    for (int k = 0; k < expected.length; k++) {
      distance = Math.hypot(distance, expected[k] - actual[k]);
      norm = Math.hypot(norm, expected[k]);
    }
    assertTrue(
        distance <= 1e-6 * norm + 1e-8,
        () ->
            String.format(
                Locale.ROOT,
                "%s: expected %s, got %s",
                name,
                Arrays.toString(expected),
                Arrays.toString(actual)));
  }
}

package dev.sluice.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the gradients of the reference layer against central differences. */
@Tag("verify")
class OracleRecurrentLayerTest {
  private static final int T = 4;
  private static final int N = 3;
  private static final int I = 2;
  private static final int[] LENGTHS = {4, 0, 3};
  private static final double STEP = 1e-5;

  static Stream<RecurrentSpec> specs() {
    RecurrentSpec stack =
        RecurrentSpec.of(
            Lstm.of(I, 3).withProjection(2).withZoneout(0.3f, 0.2f),
            Gru.of(1, 2),
            Rnn.of(1, 3).withZoneout(0.4f));
    return Stream.of(DropoutMask.values())
        .flatMap(mask -> Stream.of(0.0, 0.3).map(rate -> stack.withDropout(rate, mask)))
        .flatMap(spec -> Stream.of(0.0, 0.4).map(spec::withRecurrentDropout))
        .flatMap(
            spec ->
                Stream.of(
                    spec,
                    spec.withDirections(DirectionMode.REVERSE),
                    spec.withDirections(DirectionMode.BIDIRECTIONAL),
                    spec.withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)))
        .flatMap(spec -> Stream.of(InitialStates.values()).map(spec::withInitialStates));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void gradientsEqualCentralDifferences(RecurrentSpec spec) {
    Random random = new Random(3);
    List<Cell> cells =
        spec.cells().stream()
            .flatMap(cell -> spec.directions().each().stream().map(direction -> cell))
            .toList();
    List<OracleWeights> drawn = new ArrayList<>();
    cells.forEach(cell -> drawn.add(OracleWeights.random(cell, 0.8, random)));
    OracleRecurrentLayer.Weights weights =
        new OracleRecurrentLayer.Weights(
            drawn,
            cells.stream()
                .map(cell -> Values.random(1, random, cell.outputSize()))
                .toArray(double[][]::new),
            cells.stream()
                .map(cell -> Values.random(1, random, cell.hiddenSize()))
                .toArray(double[][]::new));
    OracleRecurrentLayer.Inputs inputs =
        new OracleRecurrentLayer.Inputs(
            Values.random(1, random, T, N, I), LENGTHS, null, null, new OracleMasks(5, 1, 0));
    OracleRecurrentLayer.OutputGradients upstream =
        new OracleRecurrentLayer.OutputGradients(
            Values.random(1, random, T, N, spec.outputSize()),
            cells.stream()
                .map(cell -> Values.random(1, random, T, N, cell.hiddenSize()))
                .toArray(double[][][][]::new),
            cells.stream()
                .map(cell -> Values.random(1, random, N, cell.outputSize()))
                .toArray(double[][][]::new),
            cells.stream()
                .map(cell -> Values.random(1, random, N, cell.hiddenSize()))
                .toArray(double[][][]::new));
    DoubleSupplier loss =
        () -> loss(new OracleRecurrentLayer(spec, weights, inputs), upstream, cells);
    OracleRecurrentLayer.Gradients gradients =
        new OracleRecurrentLayer(spec, weights, inputs).backward(stateless(upstream, cells));

    for (int t = 0; t < T; t++) {
      for (int n = 0; n < N; n++) {
        assertNear(inputs.x()[t][n], gradients.dX()[t][n], loss, "x");
      }
    }
    for (int k = 0; k < cells.size(); k++) {
      List<double[]> rows = weights.cells().get(k).rows();
      for (int r = 0; r < rows.size(); r++) {
        double[] analytic = gradients.weights().cells().get(k).rows().get(r);
        assertNear(rows.get(r), analytic, loss, "weights " + k + " row " + r);
      }
      if (spec.initialStates() == InitialStates.LEARNED) {
        assertNear(weights.h0()[k], gradients.weights().h0()[k], loss, "h0 " + k);
        if (cells.get(k).hasCellState()) {
          assertNear(weights.c0()[k], gradients.weights().c0()[k], loss, "c0 " + k);
        }
      }
    }
  }

  private static double loss(
      OracleRecurrentLayer run, OracleRecurrentLayer.OutputGradients upstream, List<Cell> cells) {
    double sum = dot(upstream.dY(), run.y);
    for (int k = 0; k < run.count(); k++) {
      sum += dot(one(upstream.dHN()[k]), one(run.run(k).hN));
      if (cells.get(k).hasCellState()) {
        sum += dot(one(upstream.dCN()[k]), one(run.run(k).cN));
        sum += dot(upstream.dCells()[k], run.run(k).cells);
      }
    }
    return sum;
  }

  /** Removes the gradients of cell states for cells without a cell state. */
  private static OracleRecurrentLayer.OutputGradients stateless(
      OracleRecurrentLayer.OutputGradients upstream, List<Cell> cells) {
    double[][][][] dCells = upstream.dCells().clone();
    double[][][] dCN = upstream.dCN().clone();
    for (int k = 0; k < cells.size(); k++) {
      if (!cells.get(k).hasCellState()) {
        dCells[k] = null;
        dCN[k] = null;
      }
    }
    return new OracleRecurrentLayer.OutputGradients(upstream.dY(), dCells, upstream.dHN(), dCN);
  }

  @Test
  void poolingsFollowTheirDefinitions() {
    double[][][] x = {{{1, 5}, {7, 7}}, {{3, 2}, {8, 8}}, {{2, 9}, {9, 9}}};
    double[][] y =
        new OraclePooling(
                List.of(PoolingKind.LAST, PoolingKind.MAX, PoolingKind.MEAN),
                1,
                x,
                new int[] {2, 0})
            .y();
    assertArrayEquals(new double[] {3, 5, 3, 5, 2, 3.5}, y[0], 1e-12);
    assertArrayEquals(new double[6], y[1], 1e-12);
    double[][] lastStep =
        new OraclePooling(List.of(PoolingKind.LAST_STEP), 1, x, new int[] {2, 0}).y();
    assertArrayEquals(new double[] {3, 2}, lastStep[0], 1e-12);
    double[][][] dX =
        new OraclePooling(List.of(PoolingKind.MAX), 0, x, null)
            .backward(new double[][] {{1, 2}, {3, 4}});
    assertArrayEquals(new double[] {1, 0}, dX[1][0]);
    assertArrayEquals(new double[] {0, 2}, dX[2][0]);
    assertArrayEquals(new double[] {3, 4}, dX[2][1]);
  }

  private static double[][][] one(double[][] rows) {
    return new double[][][] {rows};
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

  private static void assertNear(
      double[] values, double[] analytic, DoubleSupplier loss, String name) {
    double[] differences = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      double value = values[k];
      values[k] = value + STEP;
      double above = loss.getAsDouble();
      values[k] = value - STEP;
      differences[k] = (above - loss.getAsDouble()) / (2 * STEP);
      values[k] = value;
    }
    assertArrayEquals(differences, analytic, 1e-7, name);
  }
}

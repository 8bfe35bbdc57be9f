package dev.sluice.oracle;

import dev.sluice.cell.Cell;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of layers of one cell, in one or two directions. A layer reads the outputs of the layer
 * below, with the features of both directions concatenated. Weights and states are indexed by
 * {@code layer * D + direction}.
 */
public final class OracleUniformStack {

  /** Gradients of the loss with respect to all inputs. States are {@code [L*D][N][P or H]}. */
  public record Gradients(
      double[][][] dX, double[][][] dH0, double[][][] dC0, List<OracleWeights> weights) {}

  private final int directions;
  private final int outputSize;
  private final List<OracleRun> runs = new ArrayList<>();

  /** {@code [T][N][D*P]}. */
  public final double[][][] y;

  /** {@code [L*D][N][P]}. */
  public final double[][][] hN;

  /** {@code [L*D][N][H]}. */
  public final double[][][] cN;

  /**
   * Runs the forward pass.
   *
   * @param cell the cell of every layer; the input size of upper layers is inferred
   * @param h0 {@code [L*D][N][P]}, or null
   * @param c0 {@code [L*D][N][H]}, or null
   */
  public OracleUniformStack(
      Cell cell,
      int directions,
      List<OracleWeights> weights,
      double[][][] x,
      int[] lengths,
      double[][][] h0,
      double[][][] c0) {
    this.directions = directions;
    outputSize = cell.outputSize();
    double[][][] below = x;
    for (int first = 0; first < weights.size(); first += directions) {
      for (int d = 0; d < directions; d++) {
        int k = first + d;
        OracleRun.Inputs inputs =
            new OracleRun.Inputs(
                below, lengths, h0 == null ? null : h0[k], c0 == null ? null : c0[k]);
        Direction direction = d == 0 ? Direction.FORWARD : Direction.REVERSE;
        runs.add(
            new OracleRun(
                cell.withInputSize(below[0][0].length), direction, weights.get(k), inputs));
      }
      below = concatenated(runs.subList(first, first + directions));
    }
    y = below;
    hN = runs.stream().map(run -> run.hN).toArray(double[][][]::new);
    cN = runs.stream().map(run -> run.cN).toArray(double[][][]::new);
  }

  /** Runs the backward pass. A null argument means zeros. */
  public Gradients backward(double[][][] dY, double[][][] dHN, double[][][] dCN) {
    int cells = runs.size();
    double[][][] dH0 = new double[cells][][];
    double[][][] dC0 = new double[cells][][];
    OracleWeights[] dWeights = new OracleWeights[cells];
    double[][][] dAbove = dY;
    for (int first = cells - directions; first >= 0; first -= directions) {
      double[][][] dBelow = null;
      for (int d = 0; d < directions; d++) {
        int k = first + d;
        OracleRun.OutputGradients upstream =
            new OracleRun.OutputGradients(
                dAbove == null ? null : part(dAbove, d),
                dHN == null ? null : dHN[k],
                dCN == null ? null : dCN[k]);
        OracleRun.Gradients gradients = runs.get(k).backward(upstream, Bptt.full());
        dH0[k] = gradients.dH0();
        dC0[k] = gradients.dC0();
        dWeights[k] = gradients.weights();
        dBelow = dBelow == null ? gradients.dX() : sum(dBelow, gradients.dX());
      }
      dAbove = dBelow;
    }
    return new Gradients(dAbove, dH0, dC0, List.of(dWeights));
  }

  private double[][][] concatenated(List<OracleRun> layer) {
    double[][][] first = layer.get(0).y;
    double[][][] joined = new double[first.length][first[0].length][directions * outputSize];
    for (int t = 0; t < first.length; t++) {
      for (int n = 0; n < first[0].length; n++) {
        for (int d = 0; d < directions; d++) {
          System.arraycopy(layer.get(d).y[t][n], 0, joined[t][n], d * outputSize, outputSize);
        }
      }
    }
    return joined;
  }

  private double[][][] part(double[][][] joined, int d) {
    double[][][] part = new double[joined.length][joined[0].length][outputSize];
    for (int t = 0; t < joined.length; t++) {
      for (int n = 0; n < joined[0].length; n++) {
        System.arraycopy(joined[t][n], d * outputSize, part[t][n], 0, outputSize);
      }
    }
    return part;
  }

  private static double[][][] sum(double[][][] a, double[][][] b) {
    double[][][] sum = new double[a.length][a[0].length][];
    for (int t = 0; t < a.length; t++) {
      for (int n = 0; n < a[0].length; n++) {
        sum[t][n] = Step.sum(a[t][n], b[t][n]);
      }
    }
    return sum;
  }
}

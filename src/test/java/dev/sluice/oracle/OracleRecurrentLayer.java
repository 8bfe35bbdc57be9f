package dev.sluice.oracle;

import dev.sluice.cell.Cell;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recurrent layer as its {@link RecurrentSpec} describes it, with levels and directions, in
 * float64. Weights and states are indexed by {@code level * D + direction}.
 */
public final class OracleRecurrentLayer {

  /**
   * The inputs.
   *
   * @param x {@code [T][N][I]}
   * @param lengths {@code [N]}, or null
   * @param h0 {@code [L*D][N][P]}, or null for the initial states of the description
   * @param c0 {@code [L*D][N][H]}, not null if h0 is not null
   * @param masks the random masks of a training pass; null for inference
   */
  public record Inputs(
      double[][][] x, int[] lengths, double[][][] h0, double[][][] c0, OracleMasks masks) {}

  /**
   * The weights of a layer, or their gradients.
   *
   * @param cells the weights of each level and direction
   * @param h0 {@code [L*D][P]}, the learned initial states; read only if they are learned
   * @param c0 {@code [L*D][H]}
   */
  public record Weights(List<OracleWeights> cells, double[][] h0, double[][] c0) {}

  /**
   * Gradients of the loss with respect to the outputs.
   *
   * @param dY {@code [T][N][F]}
   * @param dCells {@code [L*D][T][N][H]}, with respect to c of every timestep
   */
  public record OutputGradients(
      double[][][] dY, double[][][][] dCells, double[][][] dHN, double[][][] dCN) {}

  /**
   * Gradients of the loss with respect to all inputs, including initial states that are learned.
   */
  public record Gradients(double[][][] dX, double[][][] dH0, double[][][] dC0, Weights weights) {}

  private final RecurrentSpec spec;
  private final Inputs inputs;
  private final int directions;
  private final List<OracleRun> runs = new ArrayList<>();

  /** {@code [T][N][F]}. */
  public final double[][][] y;

  /** Runs the forward pass. */
  public OracleRecurrentLayer(RecurrentSpec spec, Weights weights, Inputs inputs) {
    this.spec = spec;
    this.inputs = inputs;
    directions = spec.directions().count();
    double[][][] x = inputs.x;
    for (int level = 0; level < spec.layers(); level++) {
      if (level > 0) {
        x = dropped(x, level - 1);
      }
      for (int d = 0; d < directions; d++) {
        runs.add(run(level, d, weights, x));
      }
      x = merged(runs.subList(level * directions, (level + 1) * directions));
    }
    y = x;
  }

  private OracleRun run(int level, int d, Weights weights, double[][][] x) {
    int k = level * directions + d;
    Direction direction = spec.directions().each().get(d);
    OracleRun.Inputs read =
        new OracleRun.Inputs(
            x,
            inputs.lengths,
            initial(inputs.h0, weights.h0, k),
            initial(inputs.c0, weights.c0, k),
            inputs.masks == null ? null : inputs.masks.zoneout(level, d));
    OracleWeights cell = weights.cells.get(k);
    return new OracleRun(
        spec.cells().get(level), direction, cell.withRecurrent(factors(level, d)), read);
  }

  private double[][] initial(double[][][] given, double[][] learned, int k) {
    if (inputs.h0 != null) {
      return given == null ? null : given[k];
    }
    if (spec.initialStates() == InitialStates.ZERO) {
      return null;
    }
    double[][] rows = new double[inputs.x[0].length][];
    Arrays.setAll(rows, n -> learned[k].clone());
    return rows;
  }

  /** The DropConnect factors of the recurrent weights; null for none. */
  private double[] factors(int level, int d) {
    if (inputs.masks == null || spec.recurrentDropout() == 0) {
      return null;
    }
    Cell cell = spec.cells().get(level);
    int count = cell.gates() * cell.hiddenSize() * cell.outputSize();
    return OracleMasks.factors(
        inputs.masks.recurrentWeights(level, d), spec.recurrentDropout(), count);
  }

  /** Applies the dropout above a level to a sequence. The backward pass applies it to gradients. */
  private double[][][] dropped(double[][][] sequence, int level) {
    if (inputs.masks == null || spec.dropout() == 0) {
      return sequence;
    }
    int timesteps = sequence.length;
    int batch = sequence[0].length;
    int features = sequence[0][0].length;
    boolean locked = spec.dropoutMask() == DropoutMask.LOCKED;
    double[] factors =
        OracleMasks.factors(
            inputs.masks.dropout(level),
            spec.dropout(),
            (locked ? 1 : timesteps) * batch * features);
    double[][][] dropped = new double[timesteps][batch][features];
    for (int t = 0; t < timesteps; t++) {
      for (int n = 0; n < batch; n++) {
        for (int f = 0; f < features; f++) {
          int number = ((locked ? 0 : t) * batch + n) * features + f;
          dropped[t][n][f] = sequence[t][n][f] * factors[number];
        }
      }
    }
    return dropped;
  }

  private double[][][] merged(List<OracleRun> level) {
    double[][][] merged = level.get(0).y;
    for (OracleRun other : level.subList(1, level.size())) {
      merged = zip(merged, other.y, spec.merge() == Merge.SUMMED);
    }
    return merged;
  }

  /** The sum or the concatenation of two sequences. */
  private static double[][][] zip(double[][][] a, double[][][] b, boolean sum) {
    double[][][] zipped = new double[a.length][a[0].length][];
    for (int t = 0; t < a.length; t++) {
      for (int n = 0; n < a[0].length; n++) {
        zipped[t][n] =
            sum ? Step.sum(a[t][n], b[t][n]) : Values.flat(new double[][] {a[t][n], b[t][n]});
      }
    }
    return zipped;
  }

  /** Runs the backward pass. */
  public Gradients backward(OutputGradients outputs) {
    double[][][] dH0 = new double[runs.size()][][];
    double[][][] dC0 = new double[runs.size()][][];
    OracleWeights[] cells = new OracleWeights[runs.size()];
    double[][][] dAbove = outputs.dY;
    for (int level = spec.layers() - 1; level >= 0; level--) {
      double[][][] dBelow = null;
      for (int d = 0; d < directions; d++) {
        int k = level * directions + d;
        OracleRun.Gradients gradients =
            runs.get(k)
                .backward(
                    new OracleRun.OutputGradients(
                        part(dAbove, level, d), outputs.dCells[k], outputs.dHN[k], outputs.dCN[k]),
                    spec.bptt());
        dH0[k] = gradients.dH0();
        dC0[k] = gradients.dC0();
        cells[k] = gradients.weights().withRecurrent(factors(level, d));
        dBelow = dBelow == null ? gradients.dX() : zip(dBelow, gradients.dX(), true);
      }
      dAbove = level == 0 ? dBelow : dropped(dBelow, level - 1);
    }
    return new Gradients(
        dAbove, dH0, dC0, new Weights(List.of(cells), overRows(dH0), overRows(dC0)));
  }

  /** The part of the gradient of a level that belongs to one direction. */
  private double[][][] part(double[][][] dY, int level, int d) {
    if (spec.merge() == Merge.SUMMED) {
      return dY;
    }
    int width = spec.cells().get(level).outputSize();
    double[][][] part = new double[dY.length][dY[0].length][];
    for (int t = 0; t < dY.length; t++) {
      for (int n = 0; n < dY[0].length; n++) {
        part[t][n] = Arrays.copyOfRange(dY[t][n], d * width, (d + 1) * width);
      }
    }
    return part;
  }

  /** The sum of {@code [L*D][N][...]} over N. */
  private static double[][] overRows(double[][][] states) {
    return Arrays.stream(states)
        .map(rows -> Arrays.stream(rows).reduce(new double[rows[0].length], Step::sum))
        .toArray(double[][]::new);
  }

  /** The run of {@code level * D + direction}, with its states and gates. */
  public OracleRun run(int k) {
    return runs.get(k);
  }

  /** The number of runs, L*D. */
  public int count() {
    return runs.size();
  }
}

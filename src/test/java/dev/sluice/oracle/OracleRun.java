package dev.sluice.oracle;

import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Arrays;

/** One pass of one cell in one direction over sequences, row by row and timestep by timestep. */
public final class OracleRun {

  /**
   * The inputs.
   *
   * @param x {@code [T][N][I]}
   * @param lengths {@code [N]}, or null if all rows have T timesteps
   * @param h0 {@code [N][P]}, or null for zeros
   * @param c0 {@code [N][H]}, or null for zeros
   * @param masks the random stream of zoneout, or null for its expectation
   */
  public record Inputs(
      double[][][] x, int[] lengths, double[][] h0, double[][] c0, RandomStream masks) {

    /** Inputs without random masks. */
    public Inputs(double[][][] x, int[] lengths, double[][] h0, double[][] c0) {
      this(x, lengths, h0, c0, null);
    }

    int length(int row) {
      return lengths == null ? x.length : lengths[row];
    }
  }

  /** Gradients of the loss with respect to the outputs; null for zeros. */
  public record OutputGradients(
      double[][][] dY, double[][][] dCells, double[][] dHN, double[][] dCN) {

    /** Gradients with respect to h and the final states. */
    public OutputGradients(double[][][] dY, double[][] dHN, double[][] dCN) {
      this(dY, null, dHN, dCN);
    }
  }

  /** Gradients of the loss with respect to all inputs. */
  public record Gradients(double[][][] dX, double[][] dH0, double[][] dC0, OracleWeights weights) {}

  private final Cell cell;
  private final Direction direction;
  private final OracleWeights weights;
  private final Inputs inputs;
  private final Step[][] steps;

  /** h of every timestep, {@code [T][N][P]}, zero in the padding. */
  public final double[][][] y;

  /** c of every timestep, {@code [T][N][H]}, zero in the padding. */
  public final double[][][] cells;

  /** The gates of every timestep, {@code [T][N][G*H]}, zero in the padding. */
  public final double[][][] gates;

  /** {@code [N][P]}. */
  public final double[][] hN;

  /** {@code [N][H]}. */
  public final double[][] cN;

  /**
   * Runs the forward pass.
   *
   * @throws IllegalArgumentException if the cell has an option that no step here computes
   */
  public OracleRun(Cell cell, Direction direction, OracleWeights weights, Inputs inputs) {
    requireKnownOptions(cell);
    this.cell = cell;
    this.direction = direction;
    this.weights = weights;
    this.inputs = inputs;
    int timesteps = inputs.x.length;
    int batch = inputs.x[0].length;
    steps = new Step[batch][];
    y = new double[timesteps][batch][cell.outputSize()];
    cells = new double[timesteps][batch][cell.hiddenSize()];
    gates = new double[timesteps][batch][cell.gates() * cell.hiddenSize()];
    hN = new double[batch][];
    cN = new double[batch][];
    for (int n = 0; n < batch; n++) {
      steps[n] = new Step[inputs.length(n)];
      State state = state(inputs.h0, inputs.c0, n);
      for (int s = 0; s < steps[n].length; s++) {
        int t = timestep(s, n);
        steps[n][s] = step(s, n, inputs.x[t][n], state);
        state = steps[n][s].after();
        y[t][n] = state.h();
        cells[t][n] = state.c();
        gates[t][n] = steps[n][s].gates();
      }
      hN[n] = state.h();
      cN[n] = state.c();
    }
  }

  private static void requireKnownOptions(Cell cell) {
    String others =
        cell.optionsBeyond(
            cell.match(rnn -> RnnStep.OPTIONS, lstm -> LstmStep.OPTIONS, gru -> GruStep.OPTIONS));
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          cell.kind() + ": the reference does not compute " + others);
    }
  }

  private Step step(int s, int n, double[] x, State before) {
    Step step = Step.of(cell, weights, x, before);
    if (!cell.zoneout().acts()) {
      return step;
    }
    ZoneoutMasks masks = new ZoneoutMasks(cell, inputs.masks, y.length, y[0].length);
    return new ZoneoutStep(step, before, masks.kept(s, n));
  }

  /** The smallest distance of any step from a kink, where a derivative jumps. */
  public double kinkDistance() {
    return Arrays.stream(steps)
        .flatMap(Arrays::stream)
        .mapToDouble(Step::kinkDistance)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Runs the backward pass through time. With truncated BPTT no gradient flows from a window into
   * the window before it.
   */
  public Gradients backward(OutputGradients outputs, Bptt bptt) {
    OracleWeights dWeights = weights.zeros();
    double[][][] dX = new double[y.length][steps.length][inputs.x[0][0].length];
    double[][] dH0 = new double[steps.length][];
    double[][] dC0 = new double[steps.length][];
    for (int n = 0; n < steps.length; n++) {
      State dState = state(outputs.dHN, outputs.dCN, n);
      for (int s = steps[n].length - 1; s >= 0; s--) {
        int t = timestep(s, n);
        if (outputs.dY != null) {
          dState = new State(Step.sum(dState.h(), outputs.dY[t][n]), dState.c());
        }
        if (outputs.dCells != null) {
          dState = new State(dState.h(), Step.sum(dState.c(), outputs.dCells[t][n]));
        }
        dState = steps[n][s].backward(dState, dWeights, dX[t][n]);
        boolean firstOfLaterWindow = s > 0 && s % bptt.window() == 0;
        if (firstOfLaterWindow) {
          dState = State.zeros(cell);
        }
      }
      dH0[n] = dState.h();
      dC0[n] = dState.c();
    }
    return new Gradients(dX, dH0, dC0, dWeights);
  }

  private int timestep(int step, int row) {
    return direction == Direction.FORWARD ? step : inputs.length(row) - 1 - step;
  }

  private State state(double[][] h, double[][] c, int row) {
    State zeros = State.zeros(cell);
    return new State(h == null ? zeros.h() : h[row], c == null ? zeros.c() : c[row]);
  }
}

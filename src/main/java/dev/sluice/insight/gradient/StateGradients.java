package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;

/**
 * Norms of the gradient of the loss with respect to the states between the timesteps, by the
 * distance from the loss. Distance d belongs to step {@code t = T - d} of T: distance 0 is the last
 * step, whose h the loss reads. The arrays are not copied; do not write to them.
 *
 * <p>The norms are exact far below and above the range of {@code float32}, see {@link
 * StateGradientProbe}.
 *
 * @param hidden {@code [T][N]}: Euclidean norm of dLoss/dh_t of each sequence, for the sequence's
 *     own loss
 * @param cell {@code [T][N]}: the same for the cell state c_t that step t hands to the next one,
 *     with h_t held fixed, so it is 0 at distance 0; no rows for a cell without a cell state
 * @param recurrentWeights {@code [T]}: Frobenius norm of what step t adds to the gradient of the
 *     mean loss with respect to {@code weight_hh}
 * @param recurrentGradient Frobenius norm of the whole gradient of {@code weight_hh}, the sum over
 *     all steps
 * @param recurrentWeightNorm Frobenius norm of {@code weight_hh}
 * @param loss mean loss of the sequences
 */
public record StateGradients(
    double[][] hidden,
    double[][] cell,
    double[] recurrentWeights,
    double recurrentGradient,
    double recurrentWeightNorm,
    double loss) {
  /** Checks the shapes. */
  public StateGradients {
    Require.presentRows("hidden", hidden);
    Require.atLeast("rows of hidden", 1, hidden.length);
    Require.presentRows("cell", cell);
    Require.present("recurrentWeights", recurrentWeights);
    if (cell.length > 0) {
      Require.between("rows of cell", hidden.length, hidden.length, cell.length);
    }
    Require.between(
        "recurrentWeights length", hidden.length, hidden.length, recurrentWeights.length);
  }

  /** T, the number of timesteps. */
  public int timesteps() {
    return hidden.length;
  }

  /** N, the number of sequences. */
  public int samples() {
    return hidden[0].length;
  }

  /** Whether the cell has a cell state. */
  public boolean hasCellState() {
    return cell.length > 0;
  }
}

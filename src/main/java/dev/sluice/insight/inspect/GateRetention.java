package dev.sluice.insight.inspect;

import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;

/** The retention of cells with gates, see {@link LayerTrace}. */
final class GateRetention {
  private final StepOrder order;
  private final ReadWeights read;

  /** What a unit keeps of its memory at a step, and what the step writes into it. */
  private interface UnitStep {
    double at(int step, int unit);
  }

  private GateRetention(StepOrder order, ReadWeights read) {
    this.order = order;
    this.read = read;
  }

  /**
   * The retention of an LSTM, {@code [T]}.
   *
   * @param gates activated gates {@code [T, 4*H]} in the order i, f, g, o
   */
  static double[] of(Lstm cell, float[] gates, StepOrder order, ReadWeights read) {
    int h = cell.hiddenSize();
    double zoneout = cell.zoneout().cell();
    return new GateRetention(order, read)
        .compute(
            (t, u) -> zoneout + (1 - zoneout) * gates[(t * 4 + 1) * h + u],
            (t, u) -> Math.abs((double) gates[t * 4 * h + u] * gates[(t * 4 + 2) * h + u]));
  }

  /**
   * The retention of a GRU, {@code [T]}.
   *
   * @param gates activated gates {@code [T, 3*H]} in the order r, z, n
   */
  static double[] of(Gru cell, float[] gates, StepOrder order, ReadWeights read) {
    int h = cell.hiddenSize();
    double zoneout = cell.zoneout().hidden();
    UnitStep keep =
        switch (cell.update()) {
          case KEEPS -> (t, u) -> gates[(t * 3 + 1) * h + u];
          case ADMITS -> (t, u) -> 1 - gates[(t * 3 + 1) * h + u];
        };
    return new GateRetention(order, read)
        .compute(
            (t, u) -> zoneout + (1 - zoneout) * keep.at(t, u),
            (t, u) -> Math.abs((1 - keep.at(t, u)) * gates[(t * 3 + 2) * h + u]));
  }

  private double[] compute(UnitStep keep, UnitStep write) {
    int steps = order.steps();
    double[] kept = new double[steps];
    double[] written = new double[steps];
    for (int u = 0; u < read.units(); u++) {
      if (!read.reads(u)) {
        continue;
      }
      // From the last step that the layer reads to the first.
      double left = 0;
      for (int p = steps - 1; p >= 0; p--) {
        int t = order.at(p);
        left += read.get(t, u);
        double w = write.at(t, u);
        kept[t] += w * left;
        written[t] += w;
        left *= keep.at(t, u);
      }
    }
    for (int t = 0; t < steps; t++) {
      kept[t] = written[t] > 0 ? kept[t] / written[t] : 0;
    }
    return kept;
  }
}

package dev.sluice.insight.cost;

import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.RecurrentSpec;
import java.util.List;

/** A result with invented times, for tests of pages. */
public final class SampleCost {
  private SampleCost() {}

  /** An RNN, a GRU and an LSTM. */
  public static CostResult result() {
    return new CostResult(
        CostSettings.defaults(),
        "cpu, 2 threads, Vector API, 512 bit",
        List.of(
            cost(RecurrentSpec.of(Rnn.of(128, 256)), 12_000_000, 1200, 3100),
            cost(RecurrentSpec.of(Gru.of(128, 256)), 21_000_000, 3300, 8700),
            cost(RecurrentSpec.of(Lstm.of(128, 256)), 28_000_000, 4400, 10_000)));
  }

  private static LayerCost cost(RecurrentSpec spec, long kept, double forward, double backward) {
    return new LayerCost(
        spec,
        kept,
        new Timing(forward, 0.9 * forward, 1.2 * forward),
        new Timing(backward, 0.9 * backward, 1.2 * backward));
  }
}

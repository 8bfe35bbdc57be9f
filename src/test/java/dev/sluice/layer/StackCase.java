package dev.sluice.layer;

import dev.sluice.device.PoolingKind;
import java.util.List;
import java.util.Locale;

/**
 * A row of the stacks' matrix.
 *
 * @param spec the stack
 * @param timesteps T
 * @param lengths {@code [N]}; a null entry of the table means that all rows are T long
 * @param given whether initial states are given
 * @param poolings what is read of the output; empty: every step
 */
public record StackCase(
    RecurrentSpec spec, int timesteps, int[] lengths, boolean given, List<PoolingKind> poolings) {
  static final int BATCH = 4;

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s %s dropout %s %s recurrent %s %s bptt %d %s %s %s",
        spec.cells(),
        spec.directions(),
        spec.merge(),
        spec.dropout(),
        spec.dropoutMask(),
        spec.recurrentDropout(),
        spec.initialStates(),
        spec.bptt().window(),
        lengths == null ? "" : "lengths",
        given ? "given" : "",
        poolings);
  }
}

package dev.sluice.layer;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Tensor;
import java.util.List;

/**
 * What went on inside a recurrent stack at every timestep: one entry per layer and direction, in
 * the order of {@link RecurrentStates}. Values beyond a row's length are zero. Each direction's
 * step t stands at t, also where it reads in reverse.
 *
 * @param entries L*D entries
 */
public record RecurrentTrace(List<Entry> entries) {

  /**
   * One layer in one direction.
   *
   * @param hidden {@code [T, N, P]}, every step's h; often a part of a wider tensor
   * @param cells {@code [T, N, H]}, every step's c; null without a cell state
   * @param gates {@code [T, N, G*H]}, every step's gates after their non-linearity, in the order of
   *     the parameters
   */
  public record Entry(FeatureSlice hidden, Tensor cells, Tensor gates) {}

  /** Copies the list. */
  public RecurrentTrace {
    entries = List.copyOf(entries);
  }

  /** The entry of index {@code layer * D + direction}. */
  public Entry get(int index) {
    return entries.get(index);
  }
}

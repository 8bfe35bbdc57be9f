package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states and gates of a recurrent stack at every timestep, with one entry per layer and
 * direction in the order of {@link RecurrentStates}. Values beyond a row's length are zero. Step t
 * of the sequence is at index t in both directions.
 *
 * @param entries L*D entries
 */
public record RecurrentTrace(List<Entry> entries) {

  /**
   * The trace of one layer in one direction.
   *
   * @param hidden {@code [T, N, P]}, h of every step; may be a slice of a wider tensor
   * @param cells {@code [T, N, H]}, c of every step; null without a cell state
   * @param gates {@code [T, N, G*H]}, the gates of every step after their activation, in the order
   *     of the parameters
   */
  public record Entry(FeatureSlice hidden, @Nullable Tensor cells, Tensor gates) {}

  /** Copies the list. */
  public RecurrentTrace {
    entries = Require.copyOf("entries", entries);
  }

  /** The entry at index {@code layer * D + direction}. */
  public Entry get(int index) {
    return entries.get(index);
  }
}

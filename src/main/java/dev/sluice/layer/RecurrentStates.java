package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of a recurrent stack at one timestep, or the gradients with respect to them. There is
 * one entry per layer and direction, in the order of PyTorch's {@code h_n}: layer 0 forward, layer
 * 0 reverse, layer 1 forward, ... The tensors are not copied.
 *
 * @param states L*D entries
 */
public record RecurrentStates(List<State> states) {

  /**
   * The state of one layer in one direction.
   *
   * @param hidden {@code FLOAT32 [N, P]}; null for zeros
   * @param cell {@code FLOAT32 [N, H]}; null for zeros, or without a cell state
   */
  public record State(@Nullable Tensor hidden, @Nullable Tensor cell) {

    /** Zeros. */
    public static State zero() {
      return new State(null, null);
    }
  }

  /** Copies the list. */
  public RecurrentStates {
    states = Require.copyOf("states", states);
  }

  /** Zero states for a stack with this many layers times directions. */
  public static RecurrentStates zeros(int count) {
    return new RecurrentStates(Collections.nCopies(count, State.zero()));
  }

  /** Overwrites these states with the values of others of the same shapes; no entry may be null. */
  public void copyFrom(RecurrentStates others) {
    for (int i = 0; i < states.size(); i++) {
      copy("hidden", others.get(i).hidden(), get(i).hidden());
      if (get(i).cell() != null) {
        copy("cell", others.get(i).cell(), get(i).cell());
      }
    }
  }

  private static void copy(String name, @Nullable Tensor from, @Nullable Tensor to) {
    Tensor written = Objects.requireNonNull(to, name);
    written.device().elementwise().copy(Objects.requireNonNull(from, name), written);
  }

  /** The entry at PyTorch's index {@code layer * D + direction}. */
  public State get(int index) {
    return states.get(index);
  }

  /** L*D, the number of entries. */
  public int count() {
    return states.size();
  }
}

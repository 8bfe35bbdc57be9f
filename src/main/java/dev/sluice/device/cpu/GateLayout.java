package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.List;

/**
 * Where a cell's gates lie in a row of pre-activations. A row is made of blocks of H units; each
 * product fills neighbouring blocks, so the order of the blocks differs from the order of the
 * parameters.
 *
 * @param blocks how many blocks a row has
 * @param inputGates the parameter gate that the input product puts into block 0, 1, ...
 * @param recurrent the products with a state of the step before
 */
record GateLayout(int blocks, int[] inputGates, List<RecurrentProduct> recurrent) {

  /** What a recurrent product multiplies. */
  enum Operand {
    /** The hidden state of the step before. */
    PREVIOUS_HIDDEN,
    /** The same, times the reset gate. */
    RESET_HIDDEN
  }

  /**
   * One product with the recurrent weights of some gates.
   *
   * @param firstBlock where the result of {@code gates[0]} goes, the others follow
   * @param gates parameter gates
   */
  record RecurrentProduct(int firstBlock, int[] gates, Operand operand) {}

  static GateLayout of(Cell cell) {
    if (cell instanceof Rnn) {
      return inOrder(0);
    }
    if (cell instanceof Lstm) {
      return inOrder(0, 1, 3, 2);
    }
    return ((Gru) cell).reset() == Gru.Reset.AFTER ? resetAfter() : resetBefore();
  }

  /**
   * Both products fill all blocks; for the LSTM i, f, o, g, so that the gates proper lie together.
   */
  private static GateLayout inOrder(int... gates) {
    return new GateLayout(
        gates.length, gates, List.of(new RecurrentProduct(0, gates, Operand.PREVIOUS_HIDDEN)));
  }

  /**
   * Blocks n, r, z and the recurrent part of n, which stays apart until the reset gate is known.
   */
  private static GateLayout resetAfter() {
    return new GateLayout(
        4,
        new int[] {2, 0, 1},
        List.of(new RecurrentProduct(1, new int[] {0, 1, 2}, Operand.PREVIOUS_HIDDEN)));
  }

  /** Blocks n, r, z. */
  private static GateLayout resetBefore() {
    return new GateLayout(
        3,
        new int[] {2, 0, 1},
        List.of(
            new RecurrentProduct(1, new int[] {0, 1}, Operand.PREVIOUS_HIDDEN),
            new RecurrentProduct(0, new int[] {2}, Operand.RESET_HIDDEN)));
  }
}

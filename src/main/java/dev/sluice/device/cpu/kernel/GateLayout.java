package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.List;

/**
 * Where a cell's gates lie in a row of pre-activations. A row is made of blocks of H units; each
 * product fills neighbouring blocks, so the order of the blocks differs from the order of the
 * parameters.
 *
 * @param count how many blocks a row has
 * @param input where the input product goes
 * @param recurrent the products with a state of the step before
 * @param gateBlocks the block in which each gate ends up, in the order of the parameters
 */
public record GateLayout(
    int count, Blocks input, List<RecurrentProduct> recurrent, int[] gateBlocks) {

  /**
   * Neighbouring blocks and what fills them.
   *
   * @param first where {@code gates[0]} goes, the others follow
   * @param gates gates of a parameter
   */
  public record Blocks(int first, int... gates) {}

  /** What a recurrent product multiplies. */
  public enum Operand {
    /** The hidden state of the step before. */
    PREVIOUS_HIDDEN,
    /** The same, times the reset gate. */
    RESET_HIDDEN
  }

  /** One product with the recurrent weights of some gates. */
  public record RecurrentProduct(Blocks blocks, Operand operand) {}

  public static GateLayout of(Cell cell) {
    if (cell instanceof Rnn) {
      return new GateLayout(1, new Blocks(0, 0), hidden(new Blocks(0, 0)), new int[] {0});
    }
    if (cell instanceof Lstm lstm) {
      return lstm(lstm.coupled() ? new Blocks(1, 0, 3, 2) : new Blocks(0, 1, 0, 3, 2));
    }
    return ((Gru) cell).reset() == Gru.Reset.AFTER ? resetAfter() : resetBefore();
  }

  private static List<RecurrentProduct> hidden(Blocks blocks) {
    return List.of(new RecurrentProduct(blocks, Operand.PREVIOUS_HIDDEN));
  }

  /**
   * Blocks f, i, o, g: the gates proper lie together, and with coupled gates no product reaches f.
   */
  private static GateLayout lstm(Blocks blocks) {
    return new GateLayout(4, blocks, hidden(blocks), new int[] {1, 0, 3, 2});
  }

  /**
   * Blocks n, r, z and the recurrent part of n, which stays apart until the reset gate is known.
   */
  private static GateLayout resetAfter() {
    return new GateLayout(
        4, new Blocks(0, 2, 0, 1), hidden(new Blocks(1, 0, 1, 2)), new int[] {1, 2, 0});
  }

  /** Blocks n, r, z. */
  private static GateLayout resetBefore() {
    return new GateLayout(
        3,
        new Blocks(0, 2, 0, 1),
        List.of(
            new RecurrentProduct(new Blocks(1, 0, 1), Operand.PREVIOUS_HIDDEN),
            new RecurrentProduct(new Blocks(0, 2), Operand.RESET_HIDDEN)),
        new int[] {1, 2, 0});
  }

  /** Where a vector parameter lies: beside the product that it acts on, or as one block. */
  public Blocks blocksOf(CellParameter vector) {
    return switch (vector) {
      case NORM_IH -> input;
      case NORM_HH -> recurrent.get(0).blocks();
      default -> new Blocks(0, 0);
    };
  }
}

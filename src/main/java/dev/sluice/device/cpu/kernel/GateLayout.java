package dev.sluice.device.cpu.kernel;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import java.util.List;

/**
 * The layout of a cell's gates in a row of pre-activations. A row consists of blocks of H units.
 * Each product writes to neighbouring blocks, so the order of the blocks differs from the order of
 * the gates in the parameters.
 *
 * @param count the number of blocks of a row
 * @param input the blocks that the input product writes to
 * @param recurrent the products with the state of the previous timestep
 * @param gateBlocks for each gate, in the order of the parameters, the number of its block
 */
public record GateLayout(
    int count, Blocks input, List<RecurrentProduct> recurrent, int[] gateBlocks) {

  /**
   * Neighbouring blocks and the gates in them.
   *
   * @param first the block of {@code gates[0]}; the other gates follow
   * @param gates numbers of gates, in the order of the parameters
   */
  public record Blocks(int first, int... gates) {}

  /** The operand of a recurrent product. */
  public enum Operand {
    /** The hidden state of the previous timestep. */
    PREVIOUS_HIDDEN,
    /** The hidden state of the previous timestep, multiplied by the reset gate. */
    RESET_HIDDEN
  }

  /** A product of a state with the recurrent weights of some gates. */
  public record RecurrentProduct(Blocks blocks, Operand operand) {}

  /** The layout of a cell. */
  public static GateLayout of(Cell cell) {
    return cell.match(
        rnn -> rnn(),
        lstm -> lstm(lstm.coupled() ? new Blocks(1, 0, 3, 2) : new Blocks(0, 1, 0, 3, 2)),
        gru -> gru.reset() == Gru.Reset.AFTER ? resetAfter() : resetBefore());
  }

  private static GateLayout rnn() {
    return new GateLayout(1, new Blocks(0, 0), hidden(new Blocks(0, 0)), new int[] {0});
  }

  private static List<RecurrentProduct> hidden(Blocks blocks) {
    return List.of(new RecurrentProduct(blocks, Operand.PREVIOUS_HIDDEN));
  }

  /**
   * Blocks f, i, o, g. The three sigmoid gates are neighbours. With coupled gates no product writes
   * to block f.
   */
  private static GateLayout lstm(Blocks blocks) {
    return new GateLayout(4, blocks, hidden(blocks), new int[] {1, 0, 3, 2});
  }

  /**
   * Blocks n, r, z, q. Block q is the recurrent part of n, kept apart until the reset gate is
   * applied.
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

  /** The blocks of an element-wise parameter: those of the product that it scales, or one block. */
  public Blocks blocksOf(CellParameter vector) {
    return switch (vector) {
      case NORM_IH -> input;
      case NORM_HH -> recurrent.get(0).blocks();
      case WEIGHT_CI, WEIGHT_CF, WEIGHT_CO, NORM_C, BIAS_C -> new Blocks(0, 0);
      case WEIGHT_IH, WEIGHT_HH, BIAS_IH, BIAS_HH, WEIGHT_HR ->
          throw new IllegalArgumentException(vector.label() + " does not act element by element");
    };
  }
}

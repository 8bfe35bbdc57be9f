package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.device.spi.RecurrenceChecks;
import java.util.List;
import java.util.Set;

/** Submits the steps of one kind of cell: their matrix products and their kernels. */
public interface CellSteps {

  /** What a pass keeps of each step and row, in {@link PassMemory}. */
  enum Kept {
    /** The gates; after the backward pass, the gradients with respect to their pre-activations. */
    GATES,
    /** One more value that depends on the cell, {@code [T, N, H]}. */
    INNER,
    /** The hidden state before the step. */
    HIDDENS
  }

  /**
   * Says which kept values give the gradients of some gates' rows of weightHh, biasHh and the gains
   * of its norm, after the backward pass over all steps: {@code dW = gradientsᵀ operand}, unless
   * the cell normalizes that product.
   *
   * @param firstGate the first of the gates
   * @param gates how many gates
   * @param gradients {@link Kept#GATES} or {@link Kept#INNER}
   * @param operand {@link Kept#HIDDENS} or {@link Kept#INNER}
   */
  record RecurrentPart(int firstGate, int gates, Kept gradients, Kept operand) {}

  /**
   * Creates the steps of a cell.
   *
   * @throws IllegalArgumentException if the cell has an option that they do not compute
   */
  static CellSteps of(Cell cell) {
    CellSteps steps =
        cell.match(
            RnnSteps::new,
            LstmSteps::new,
            gru ->
                gru.reset() == Gru.Reset.AFTER
                    ? new GruResetAfterSteps(gru)
                    : new GruResetBeforeSteps(gru));
    RecurrenceChecks.requireKnownOptions("cuda", cell, steps.options());
    return steps;
  }

  /** The options of the cell that these steps compute; any other is refused. */
  Set<String> options();

  /** Whether a pass with a backward pass keeps {@link Kept#INNER}. */
  boolean keepsInner();

  /** Whether a recurrent product uses {@code r (.) h} instead of h. */
  boolean resets();

  /** Whether the cell projects its output onto h. */
  default boolean projects() {
    return false;
  }

  /**
   * The parts of weightHh and biasHh by the source of their gradients; each gate is in one part.
   */
  List<RecurrentPart> recurrentParts();

  /**
   * Submits the forward pass of one step. It computes gates and new state from the previous state
   * and the input's part of the pre-activations.
   *
   * @param launch which step of the chunk; 0 is the earliest step
   */
  void forward(StepLauncher launcher, int launch);

  /**
   * Submits the backward pass of one step. It computes the gradients with respect to the
   * pre-activations and to the previous state.
   *
   * @param launch which step of the chunk; 0 is the latest step
   */
  void backward(StepLauncher launcher, int launch);
}

package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.List;

/** What one step of a cell submits: its products and its kernels. */
public interface CellSteps {

  /** What a pass keeps of each step and row. */
  enum Kept {
    /** Gates, then their gradients. */
    GATES,
    /** A value of the cell's own, {@code [T, N, H]}. */
    INNER,
    /** The state before the step. */
    HIDDENS
  }

  /**
   * Where the gradients of some gates' rows of weightHh, biasHh and the gains of its norm come
   * from, once all steps have gone back: {@code dW = gradientsᵀ operand}, unless a norm lies
   * between.
   *
   * @param firstGate the first of the gates
   * @param gates how many
   * @param gradients {@link Kept#GATES} or {@link Kept#INNER}
   * @param operand {@link Kept#HIDDENS} or {@link Kept#INNER}
   */
  record RecurrentPart(int firstGate, int gates, Kept gradients, Kept operand) {}

  /** The steps of this cell. */
  static CellSteps of(Cell cell) {
    if (cell instanceof Rnn rnn) {
      return new RnnSteps(rnn);
    }
    if (cell instanceof Lstm lstm) {
      return new LstmSteps(lstm);
    }
    Gru gru = (Gru) cell;
    return gru.reset() == Gru.Reset.AFTER
        ? new GruResetAfterSteps(gru)
        : new GruResetBeforeSteps(gru);
  }

  /** Whether a pass that goes back keeps {@link Kept#INNER}. */
  boolean keepsInner();

  /** Whether a product takes the reset h instead of h. */
  boolean resets();

  /** Whether a product projects what becomes h. */
  default boolean projects() {
    return false;
  }

  /** Where the gradients of weightHh and biasHh come from, all gates once. */
  List<RecurrentPart> recurrentParts();

  /**
   * Submits a step: from the state before and the input's part of the pre-activations to gates and
   * new state.
   *
   * @param launch which step of the chunk, from 0
   */
  void forward(StepRun run, int launch);

  /**
   * Submits the way back over a step: gradients by the pre-activations, and by the state before.
   *
   * @param launch which step of the chunk, from 0 at the latest
   */
  void backward(StepRun run, int launch);
}

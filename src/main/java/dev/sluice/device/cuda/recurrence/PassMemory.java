package dev.sluice.device.cuda.recurrence;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryArena;
import org.jspecify.annotations.Nullable;

/**
 * The device memory of one pass, in step order. It is taken from the pool when the pass begins, and
 * given back when its last use is submitted. A field is null if nothing will read it.
 */
final class PassMemory implements AutoCloseable {

  /**
   * What reads a pass's memory, besides its own steps.
   *
   * @param backward whether a backward pass follows
   * @param cells whether the caller gets every step's c
   */
  record Readers(boolean backward, boolean cells) {}

  /** {@code INT32 [N]}. */
  final DeviceMemory lengths;

  /**
   * {@code [T, N, G*H]}: the pre-activations, then the gates, then the gradients with respect to
   * the pre-activations.
   */
  final DeviceMemory gates;

  /** {@code [T, N, H]}: see {@link CellSteps.Kept#INNER}. */
  final @Nullable DeviceMemory inner;

  /**
   * {@code [T + 1, N, P]} and {@code [T + 1, N, H]}: the states before each step, and after the
   * last one.
   */
  final @Nullable DeviceMemory hiddens;

  final @Nullable DeviceMemory cells;

  /** {@code [T, N, H]}: the new cell states, before zoneout mixes them with the previous ones. */
  final @Nullable DeviceMemory freshCells;

  /** {@code [T, N, P]}: the gradients with respect to the projection's output. */
  final @Nullable DeviceMemory projectionGradients;

  /**
   * Layer norms of the product with the input, of the product with the state, and of the cell
   * state.
   */
  final @Nullable NormMemory normInput;

  final @Nullable NormMemory normState;
  final @Nullable NormMemory normCell;

  /**
   * {@code [T, N, G*H]}: the gradients with respect to the product with the state, before its norm.
   */
  final @Nullable DeviceMemory stateGradients;

  /** {@code [T, N, H]}: the gradients with respect to the output of the cell state's norm. */
  final @Nullable DeviceMemory outputGradients;

  private final MemoryArena blocks;

  PassMemory(
      CudaBackend device, Cell cell, CellSteps steps, int timesteps, int batch, Readers readers) {
    boolean keeps = readers.backward();
    boolean norms = keeps && cell.layerNorm();
    boolean normsCells = norms && cell.hasCellState();
    boolean zonesCells = cell.zoneout().cell() > 0;
    int hidden = cell.hiddenSize();
    int width = cell.gates() * hidden;
    long rows = (long) timesteps * batch;
    blocks = new MemoryArena(device.pool());
    try {
      lengths = blocks.words(batch);
      gates = blocks.words(rows * width);
      inner = blocks.wordsIf(keeps && steps.keepsInner(), rows * hidden);
      hiddens = blocks.wordsIf(keeps, (rows + batch) * cell.outputSize());
      cells =
          blocks.wordsIf(
              (keeps && cell.hasCellState()) || readers.cells(), (rows + batch) * hidden);
      freshCells = blocks.wordsIf(zonesCells && (keeps || cell.layerNorm()), rows * hidden);
      projectionGradients = blocks.wordsIf(keeps && steps.projects(), rows * cell.outputSize());
      normInput = NormMemory.takeIf(norms, blocks, rows, width);
      normState = NormMemory.takeIf(norms, blocks, rows, width);
      normCell = NormMemory.takeIf(normsCells, blocks, rows, hidden);
      stateGradients = blocks.wordsIf(norms, rows * width);
      outputGradients = blocks.wordsIf(normsCells, rows * hidden);
    } catch (RuntimeException | Error e) {
      blocks.close();
      throw e;
    }
  }

  /** Memory, or norms, that a reader of the pass needs, so that the pass has taken it. */
  static <M> M present(@Nullable M memory) {
    return requireNonNull(memory, "the pass has not kept what is read");
  }

  /** Gives the memory back; does nothing the second time. */
  @Override
  public void close() {
    blocks.close();
  }
}

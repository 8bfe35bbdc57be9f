package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryBlocks;

/**
 * What one pass holds in device memory, in step order. It is taken when the pass begins and given
 * back when its last use is submitted. Null is what nobody will read.
 */
final class PassMemory implements AutoCloseable {

  /**
   * Who reads a pass's memory besides its own steps.
   *
   * @param backward whether the pass will go backward
   * @param cells whether every step's c is handed out
   */
  record Readers(boolean backward, boolean cells) {}

  /** {@code INT32 [N]}. */
  final DeviceMemory lengths;

  /** {@code [T, N, G*H]}: pre-activations, then gates, then gradients by the former. */
  final DeviceMemory gates;

  /** {@code [T, N, H]}: what the cell keeps besides, see {@link CellSteps}. */
  final DeviceMemory inner;

  /**
   * {@code [T + 1, N, P]} and {@code [T + 1, N, H]}: the states before each step and after the
   * last.
   */
  final DeviceMemory hiddens;

  final DeviceMemory cells;

  /** {@code [T, N, H]}: what zoneout mixes with the cell state before. */
  final DeviceMemory freshCells;

  /** {@code [T, N, P]}: the gradients by what the projection gives. */
  final DeviceMemory projectionGradients;

  /** Norms of the product with the input, of that with the state, and of the cell state. */
  final NormMemory normInput;

  final NormMemory normState;
  final NormMemory normCell;

  /** {@code [T, N, G*H]}: the gradients by the product with the state, before its norm. */
  final DeviceMemory stateGradients;

  /** {@code [T, N, H]}: the gradients by the normalised cell state with gains and bias. */
  final DeviceMemory outputGradients;

  private final MemoryBlocks blocks;

  PassMemory(
      CudaBackend device, Cell cell, CellSteps steps, int timesteps, int batch, Readers readers) {
    boolean keeps = readers.backward();
    boolean norms = keeps && cell.layerNorm();
    boolean normsCells = norms && cell.hasCellState();
    boolean zonesCells = cell.zoneout().cell() > 0;
    int hidden = cell.hiddenSize();
    int width = cell.gates() * hidden;
    long rows = (long) timesteps * batch;
    blocks = new MemoryBlocks(device.pool());
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

  /** Gives all back; a second time does nothing. */
  @Override
  public void close() {
    blocks.close();
  }
}

package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;

/**
 * What one pass holds in device memory, in step order. It is taken when the pass begins and given
 * back when its last use is submitted.
 */
final class PassMemory implements AutoCloseable {
  /** {@code INT32 [N]}. */
  final DeviceMemory lengths;

  /** {@code [T, N, G*H]}: pre-activations, then gates, then gradients by the former. */
  final DeviceMemory gates;

  /** {@code [T, N, H]}: what the cell keeps besides, see {@link CellSteps}; or null. */
  final DeviceMemory inner;

  /** {@code [T + 1, N, H]}: the states before each step and after the last; null if not kept. */
  final DeviceMemory hiddens;

  final DeviceMemory cells;

  private final Blocks blocks;

  /**
   * @param keeps whether the pass will go backward
   */
  PassMemory(
      CudaDevice device, Cell cell, CellSteps steps, int timesteps, int batch, boolean keeps) {
    long state = (long) batch * cell.hiddenSize();
    long states = timesteps * state;
    blocks = new Blocks(device.pool());
    try {
      lengths = blocks.words(batch);
      gates = blocks.words(states * cell.gates());
      inner = blocks.wordsIf(keeps && steps.keepsInner(), states);
      hiddens = blocks.wordsIf(keeps, states + state);
      cells = blocks.wordsIf(keeps && cell.hasCellState(), states + state);
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

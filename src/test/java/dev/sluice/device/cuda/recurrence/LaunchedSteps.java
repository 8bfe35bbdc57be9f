package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;

/** What the CUDA backend says of a cell before it asks for a GPU. */
public final class LaunchedSteps {
  private LaunchedSteps() {}

  /**
   * Chooses the kernels of a cell.
   *
   * @throws IllegalArgumentException if they do not compute one of its options
   */
  public static void of(Cell cell) {
    CellSteps.of(cell);
  }
}

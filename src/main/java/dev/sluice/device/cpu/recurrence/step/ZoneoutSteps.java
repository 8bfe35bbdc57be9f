package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Cell;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.HashSet;
import java.util.Set;

/**
 * Timesteps with {@link dev.sluice.cell.Zoneout}: {@code h' = h~ + k (h - h~)}, and the same for c.
 * It wraps the timesteps of a cell, which compute h~ and c~.
 */
final class ZoneoutSteps implements CellSteps {
  private final CellSteps steps;
  private final Kernels kernels;
  private final SpanKernels spans;
  private final int hidden;
  private final int output;

  ZoneoutSteps(Cell cell, CellSteps steps, Kernels kernels) {
    this.steps = steps;
    this.kernels = kernels;
    this.spans = kernels.spans();
    this.hidden = cell.hiddenSize();
    this.output = cell.outputSize();
  }

  @Override
  public Set<String> options() {
    Set<String> options = new HashSet<>(steps.options());
    options.add("zoneout");
    return options;
  }

  @Override
  public boolean keepsInner() {
    return steps.keepsInner();
  }

  @Override
  public void forward(StepFrame f, PackedWeights weights) {
    steps.forward(f, weights);
    for (int row = 0; row < f.rows; row++) {
      if (f.keepHidden != null) {
        int at = f.hiddenAt + row * f.hiddenStride;
        int previous = f.previousHiddenAt + row * f.hiddenStride;
        spans.blend(f.keepHidden, at, f.previousHidden, previous, f.hidden, at, output);
      }
      if (f.keepCell != null) {
        int at = f.stateAt + row * f.stateStride;
        int previous = f.previousCellAt + row * f.stateStride;
        System.arraycopy(f.cell, at, f.carriedCell, at, f.block);
        spans.blend(f.keepCell, at, f.previousCell, previous, f.carriedCell, at, hidden);
      }
    }
  }

  @Override
  public void backward(StepFrame f, PackedWeights weights) {
    for (int row = 0; row < f.rows; row++) {
      int h = row * f.hiddenStride;
      int c = row * f.stateStride;
      if (f.keepHidden != null) {
        spans.split(f.keepHidden, f.hiddenAt + h, f.dHidden, h, f.dKeptHidden, h, output);
      }
      if (f.keepCell != null) {
        spans.split(f.keepCell, f.stateAt + c, f.dCell, c, f.dKeptCell, c, hidden);
      }
    }
    steps.backward(f, weights);
    for (int row = 0; row < f.rows; row++) {
      if (f.keepHidden != null) {
        int h = row * f.hiddenStride;
        kernels.addScaled(1, f.dKeptHidden, h, f.dHidden, h, output);
      }
      if (f.keepCell != null) {
        int c = row * f.stateStride;
        kernels.addScaled(1, f.dKeptCell, c, f.dCell, c, hidden);
      }
    }
  }
}

package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;
import dev.sluice.device.DType;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Tensor;

/** The argument checks of a recurrence; null stands for an argument that is not given. */
final class PassChecks {
  private PassChecks() {}

  static void slice(String name, FeatureSlice slice, int timesteps, int batch, int width) {
    if (slice == null) {
      return;
    }
    slice.tensor().require(name, DType.FLOAT32, timesteps, batch, -1);
    if (slice.width() != width) {
      throw new IllegalArgumentException(
          "%s: expected %d features, got %d".formatted(name, width, slice.width()));
    }
  }

  static void state(String name, Tensor state, int batch, int width) {
    if (state != null) {
      state.require(name, DType.FLOAT32, batch, width);
    }
  }

  static void cellState(String name, Tensor state, int batch, Cell cell) {
    if (state != null && !cell.hasCellState()) {
      throw new IllegalArgumentException(
          "%s: expected none, since %s has no cell state, got %s"
              .formatted(name, cell.kind(), state));
    }
    state(name, state, batch, cell.hiddenSize());
  }

  static void lengths(int[] lengths, int batch, int timesteps) {
    for (int row = 0; row < batch; row++) {
      if (lengths[row] < 0 || lengths[row] > timesteps) {
        throw new IllegalArgumentException(
            "lengths[%d]: expected 0 to %d, got %d".formatted(row, timesteps, lengths[row]));
      }
    }
  }
}

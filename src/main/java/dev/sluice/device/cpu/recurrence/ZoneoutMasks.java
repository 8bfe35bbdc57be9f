package dev.sluice.device.cpu.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.Philox;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.spi.ZoneoutRandomOffsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Draws the k of {@link dev.sluice.cell.Zoneout} for the rows of a shard. The frame keeps them for
 * the backward pass, because drawing a number costs more than reading it.
 */
final class ZoneoutMasks {
  private final Kernels kernels;
  private final Cell cell;
  private final PaddedSizes size;
  private final int batch;
  private final @Nullable RandomStream stream;
  private final long firstCell;
  private final int[] bits;

  /**
   * Creates masks for a pass.
   *
   * @param stream the random stream; null for inference, where k is the rate
   */
  ZoneoutMasks(
      Kernels kernels,
      Cell cell,
      PaddedSizes size,
      int timesteps,
      int batch,
      @Nullable RandomStream stream) {
    this.kernels = kernels;
    this.cell = cell;
    this.size = size;
    this.batch = batch;
    this.stream = stream;
    this.firstCell = ZoneoutRandomOffsets.of(cell, timesteps, batch).firstCellUnit();
    this.bits = new int[Math.max(size.output, size.hidden) + 7];
  }

  /** Fills the k of the frame for a timestep. */
  void draw(PackedSequenceLayout steps, int step, StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      long place = (long) step * batch + steps.batchRow(row);
      if (f.keepHidden != null) {
        int at = f.hiddenAt + row * f.hiddenStride;
        draw(cell.zoneout().hidden(), place * size.output, size.output, f.keepHidden, at);
      }
      if (f.keepCell != null) {
        int at = f.stateAt + row * f.stateStride;
        draw(cell.zoneout().cell(), firstCell + place * size.hidden, size.hidden, f.keepCell, at);
      }
    }
  }

  private void draw(float rate, long first, int count, float[] k, int at) {
    if (stream == null) {
      Arrays.fill(k, at, at + count, rate);
      return;
    }
    int skipped = (int) (first & 3);
    kernels.randomBits(stream, first - skipped, skipped + count, bits);
    for (int j = 0; j < count; j++) {
      k[at + j] = Philox.uniform(bits[skipped + j]) < rate ? 1 : 0;
    }
  }
}

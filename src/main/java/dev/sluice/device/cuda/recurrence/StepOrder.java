package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;

/**
 * The order in which a pass reads each row of a batch. Step s of row n is timestep s, or in reverse
 * the row's own last timestep minus s.
 *
 * @param lengths {@code INT32 [N]}
 */
public record StepOrder(
    CudaBackend device, DeviceMemory lengths, int timesteps, int batch, boolean reverse) {

  /** T*N. */
  public long rows() {
    return (long) timesteps * batch;
  }

  /** Submits {@code steps = sequence}, brought into step order; zeros beyond the lengths. */
  public void gather(FeatureSlice sequence, DeviceMemory steps) {
    DeviceMemory source = SliceAddresses.input(sequence, device);
    reorder(source, SliceAddresses.stride(sequence), sequence.width(), steps, sequence.width());
  }

  /** Submits {@code sequence = steps}, brought back into time order; zeros beyond the lengths. */
  public void scatter(DeviceMemory steps, FeatureSlice sequence) {
    DeviceMemory target = SliceAddresses.output(sequence, device);
    reorder(steps, sequence.width(), sequence.width(), target, SliceAddresses.stride(sequence));
  }

  private void reorder(
      DeviceMemory source, int sourceStride, int width, DeviceMemory target, int targetStride) {
    device
        .kernel("recurrence", "reorder_steps")
        .memory(source)
        .int32(sourceStride)
        .memory(lengths)
        .int32(timesteps)
        .int32(batch)
        .int32(width)
        .int32(reverse ? 1 : 0)
        .memory(target)
        .int32(targetStride)
        .over(rows() * width);
  }

  /** Submits {@code sequence += steps}, with steps brought back into time order. */
  public void scatterAdd(DeviceMemory steps, FeatureSlice sequence) {
    device
        .kernel("recurrence", "scatter_add_steps")
        .memory(steps)
        .memory(lengths)
        .int32(timesteps)
        .int32(batch)
        .int32(sequence.width())
        .int32(reverse ? 1 : 0)
        .memory(SliceAddresses.output(sequence, device))
        .int32(SliceAddresses.stride(sequence))
        .over(rows() * sequence.width());
  }
}

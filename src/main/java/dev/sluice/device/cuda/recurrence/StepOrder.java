package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;

/**
 * The order in which a pass sees its rows: row n at step s is at time s, or in reverse at its own
 * last time minus s.
 *
 * @param lengths {@code INT32 [N]}
 */
public record StepOrder(
    CudaBackend device, DeviceMemory lengths, int timesteps, int batch, boolean reverse) {

  /** T*N. */
  public long rows() {
    return (long) timesteps * batch;
  }

  /** {@code steps = sequence} in step order, zeros beyond the lengths. */
  public void gather(FeatureSlice sequence, DeviceMemory steps) {
    DeviceMemory source = SequenceSlice.input(sequence, device);
    reorder(source, SequenceSlice.stride(sequence), sequence.width(), steps, sequence.width());
  }

  /** {@code sequence = steps} in time order, zeros beyond the lengths. */
  public void scatter(DeviceMemory steps, FeatureSlice sequence) {
    DeviceMemory target = SequenceSlice.output(sequence, device);
    reorder(steps, sequence.width(), sequence.width(), target, SequenceSlice.stride(sequence));
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

  /** {@code sequence += steps}, each row back at its time. */
  public void scatterAdd(DeviceMemory steps, FeatureSlice sequence) {
    device
        .kernel("recurrence", "scatter_add_steps")
        .memory(steps)
        .memory(lengths)
        .int32(timesteps)
        .int32(batch)
        .int32(sequence.width())
        .int32(reverse ? 1 : 0)
        .memory(SequenceSlice.output(sequence, device))
        .int32(SequenceSlice.stride(sequence))
        .over(rows() * sequence.width());
  }
}

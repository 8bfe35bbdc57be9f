package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixOperand;

/** Where a part of a sequence's features lies: its first element, and rows {@code stride} apart. */
final class SequenceSlice {
  private SequenceSlice() {}

  /** The first element, not to be written. */
  static DeviceMemory input(FeatureSlice slice, CudaBackend device) {
    return CudaTensor.of(slice.tensor(), device).input().plusFloats(slice.offset());
  }

  /** The first element, about to be written. */
  static DeviceMemory output(FeatureSlice slice, CudaBackend device) {
    return CudaTensor.of(slice.tensor(), device).output().plusFloats(slice.offset());
  }

  /** Elements from one row to the next. */
  static int stride(FeatureSlice slice) {
    return slice.tensor().shape().columns();
  }

  /** All T*N rows as a matrix. */
  static MatrixOperand matrix(FeatureSlice slice, DeviceMemory memory) {
    long rows = (long) slice.timesteps() * slice.batch();
    return new MatrixOperand(memory, rows, slice.width(), stride(slice), false);
  }
}

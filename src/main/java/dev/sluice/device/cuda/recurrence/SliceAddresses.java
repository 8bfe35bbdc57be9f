package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixView;

/**
 * Gives the device addresses of a {@link FeatureSlice}: its first element and the distance of its
 * rows.
 */
final class SliceAddresses {
  private SliceAddresses() {}

  /** The address of the first element, for work that only reads the slice. */
  static DeviceMemory input(FeatureSlice slice, CudaBackend device) {
    return CudaTensor.of(slice.tensor(), device).input().plusFloats(slice.offset());
  }

  /** The address of the first element, for work that writes the slice; counts as a write. */
  static DeviceMemory output(FeatureSlice slice, CudaBackend device) {
    return CudaTensor.of(slice.tensor(), device).output().plusFloats(slice.offset());
  }

  /** Elements from one row to the next. */
  static int stride(FeatureSlice slice) {
    return slice.tensor().shape().columns();
  }

  /** The slice as a matrix of T*N rows. */
  static MatrixView matrix(FeatureSlice slice, DeviceMemory memory) {
    long rows = (long) slice.timesteps() * slice.batch();
    return new MatrixView(memory, rows, slice.width(), stride(slice), false);
  }
}

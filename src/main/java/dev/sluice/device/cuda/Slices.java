package dev.sluice.device.cuda;

import dev.sluice.device.FeatureSlice;

/** Where a part of a sequence's features lies: its first element, and rows {@code stride} apart. */
final class Slices {
  private Slices() {}

  /** The first element, not to be written. */
  static DeviceMemory input(FeatureSlice slice, CudaDevice device) {
    return CudaTensor.of(slice.tensor(), device).input().plusFloats(slice.offset());
  }

  /** The first element, about to be written. */
  static DeviceMemory output(FeatureSlice slice, CudaDevice device) {
    return CudaTensor.of(slice.tensor(), device).output().plusFloats(slice.offset());
  }

  /** Elements from one row to the next. */
  static int stride(FeatureSlice slice) {
    return slice.tensor().shape().columns();
  }

  /** All T*N rows as a matrix. */
  static Matrix matrix(FeatureSlice slice, DeviceMemory memory) {
    long rows = (long) slice.timesteps() * slice.batch();
    return new Matrix(memory, rows, slice.width(), stride(slice), false);
  }
}

package dev.sluice.train;

import dev.sluice.device.DType;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;

/** A copy of a {@code FLOAT32} tensor in host memory. */
record SavedTensor(Shape shape, float[] values) {

  static SavedTensor of(Tensor tensor) {
    return new SavedTensor(tensor.shape(), tensor.floats());
  }

  /** Writes the values back; the target must have the same shape. */
  void restore(String name, Tensor target) {
    target.require(name, DType.FLOAT32, shape.sizes());
    target.write(values);
  }
}

package dev.sluice.optimizer;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;

/** Parameters for tests. */
final class Weights {
  private Weights() {}

  static Parameter of(Scope scope, String name, float... values) {
    Device device = scope.device();
    Tensor value = device.allocate(DType.FLOAT32, Shape.of(values.length));
    value.write(values);
    return scope.own(new Parameter(name, value));
  }
}

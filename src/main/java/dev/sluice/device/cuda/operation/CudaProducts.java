package dev.sluice.device.cuda.operation;

import dev.sluice.device.Products;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;

/** {@link Products} on a GPU, by cuBLAS. */
public final class CudaProducts implements Products {
  private final CudaBackend device;
  private final MatrixProducts products;

  public CudaProducts(CudaBackend device, MatrixProducts products) {
    this.device = device;
    this.products = products;
  }

  @Override
  public void multiply(Tensor a, Operand opA, Tensor b, Operand opB, Tensor c, Into into) {
    try (DeviceLock held = device.lock()) {
      MatrixView left = matrix(a, opA);
      MatrixView right = matrix(b, opB);
      DeviceMemory values = CudaTensor.of(c, device).output();
      MatrixView target = MatrixView.of(values, c.shape().rows(), c.shape().columns());
      products.multiply(left, right, target, into == Into.ADD);
    }
  }

  private MatrixView matrix(Tensor tensor, Operand operand) {
    DeviceMemory memory = CudaTensor.of(tensor, device).input();
    MatrixView plain = MatrixView.of(memory, tensor.shape().rows(), tensor.shape().columns());
    return operand == Operand.TRANSPOSED ? plain.transpose() : plain;
  }
}

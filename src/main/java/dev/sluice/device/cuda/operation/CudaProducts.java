package dev.sluice.device.cuda.operation;

import dev.sluice.device.DType;
import dev.sluice.device.Products;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import java.util.Locale;

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
    MatrixView left = matrix("a", a, opA);
    MatrixView right = matrix("b", b, opB);
    if (left.effectiveColumns() != right.effectiveRows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "b: expected %d rows%s, got %s",
              left.effectiveColumns(),
              opB == Operand.TRANSPOSED ? " once transposed" : "",
              b.layout()));
    }
    long rows = left.effectiveRows();
    long columns = right.effectiveColumns();
    if (c.dtype() != DType.FLOAT32 || c.shape().rows() != rows || c.shape().columns() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "c: expected FLOAT32 with %d rows of %d, got %s",
              rows,
              columns,
              c.layout()));
    }
    try (DeviceLock held = device.lock()) {
      DeviceMemory target = CudaTensor.of(c, device).output();
      products.multiply(left, right, MatrixView.of(target, rows, (int) columns), into == Into.ADD);
    }
  }

  private MatrixView matrix(String name, Tensor tensor, Operand operand) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(name + ": expected FLOAT32, got " + tensor.layout());
    }
    DeviceMemory memory = CudaTensor.of(tensor, device).input();
    MatrixView plain = MatrixView.of(memory, tensor.shape().rows(), tensor.shape().columns());
    return operand == Operand.TRANSPOSED ? plain.transpose() : plain;
  }
}

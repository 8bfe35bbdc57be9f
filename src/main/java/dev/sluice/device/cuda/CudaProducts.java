package dev.sluice.device.cuda;

import dev.sluice.device.DType;
import dev.sluice.device.Products;
import dev.sluice.device.Tensor;
import java.util.Locale;

/** {@link Products} by cuBLAS. */
final class CudaProducts implements Products {
  private final CudaDevice device;

  CudaProducts(CudaDevice device) {
    this.device = device;
  }

  @Override
  public void multiply(Tensor a, Operand opA, Tensor b, Operand opB, Tensor c, Into into) {
    Matrix left = matrix("a", a, opA);
    Matrix right = matrix("b", b, opB);
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
    try (Turn turn = device.turn()) {
      DeviceMemory target = CudaTensor.of(c, device).output();
      device
          .matrixProducts()
          .multiply(left, right, Matrix.of(target, rows, (int) columns), into == Into.ADD);
    }
  }

  private Matrix matrix(String name, Tensor tensor, Operand operand) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(name + ": expected FLOAT32, got " + tensor.layout());
    }
    DeviceMemory memory = CudaTensor.of(tensor, device).input();
    Matrix plain = Matrix.of(memory, tensor.shape().rows(), tensor.shape().columns());
    return operand == Operand.TRANSPOSED ? plain.transpose() : plain;
  }
}

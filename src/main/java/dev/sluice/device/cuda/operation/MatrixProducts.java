package dev.sluice.device.cuda.operation;

import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.DriverFailure;
import dev.sluice.device.cuda.driver.MemoryPool;
import jcuda.driver.JCudaDriver;

/** Products of matrices in the device's precision. */
public final class MatrixProducts {
  private final CudaBackend device;
  private final Cublas cublas;
  private final Precision precision;

  public MatrixProducts(CudaBackend device, Cublas cublas, Precision precision) {
    this.device = device;
    this.cublas = cublas;
    this.precision = precision;
  }

  /**
   * {@code c = a b}, or {@code c += a b}, of {@code float32} matrices. An inner size of 0 gives
   * zeros.
   *
   * @param c not transposed; shares no memory with a or b
   */
  public void multiply(MatrixOperand a, MatrixOperand b, MatrixOperand c, boolean add) {
    device.requireLocked();
    if (c.rows() == 0 || c.columns() == 0) {
      return;
    }
    if (a.effectiveColumns() == 0) {
      if (!add) {
        clear(c);
      }
    } else if (precision == Precision.BFLOAT16) {
      multiplyRounded(a, b, c, add);
    } else {
      cublas.multiply(a, b, c, add, precision);
    }
  }

  /** The same of matrices that are {@code bfloat16} already; none may be empty. */
  public void multiplyBfloat16(MatrixOperand a, MatrixOperand b, MatrixOperand c, boolean add) {
    device.requireLocked();
    cublas.multiplyBfloat16(a, b, c, add);
  }

  private void clear(MatrixOperand c) {
    for (long row = 0; row < c.rows(); row++) {
      DeviceMemory values = c.memory().plusFloats(row * c.stride());
      DriverFailure.check(
          "cuMemsetD32Async",
          c::toString,
          () -> JCudaDriver.cuMemsetD32Async(values, 0, c.columns(), device.stream().handle()));
    }
  }

  private void multiplyRounded(MatrixOperand a, MatrixOperand b, MatrixOperand c, boolean add) {
    MemoryPool pool = device.pool();
    try (MemoryPool.Loan roundedA = pool.lend(a.rows() * a.columns() * Short.BYTES);
        MemoryPool.Loan roundedB = pool.lend(b.rows() * b.columns() * Short.BYTES)) {
      MatrixOperand left = round(a, roundedA.memory());
      MatrixOperand right = round(b, roundedB.memory());
      cublas.multiplyBfloat16(left, right, c, add);
    }
  }

  /** Submits the rounding of a matrix to {@code bfloat16}, rows packed together. */
  public MatrixOperand round(MatrixOperand matrix, DeviceMemory into) {
    long count = matrix.rows() * matrix.columns();
    device
        .kernel("elementwise", "round_to_bfloat16")
        .memory(matrix.memory())
        .int64(count)
        .int32(matrix.columns())
        .int32(matrix.stride())
        .memory(into)
        .over(count);
    return new MatrixOperand(
        into, matrix.rows(), matrix.columns(), matrix.columns(), matrix.transposed());
  }
}

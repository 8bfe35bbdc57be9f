package dev.sluice.device.cuda.operation;

import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryPool;
import jcuda.driver.JCudaDriver;

/** Matrix products in the device's precision. */
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
   * {@code c = a b}, or {@code c += a b}, of {@code float32} matrices. A product over an inner size
   * of 0 is zero.
   *
   * @param c not transposed; shares no memory with a or b
   */
  public void multiply(MatrixView a, MatrixView b, MatrixView c, boolean add) {
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

  /**
   * As {@link #multiply}, for operands a and b that are {@code bfloat16} already; none may be
   * empty.
   */
  public void multiplyBfloat16(MatrixView a, MatrixView b, MatrixView c, boolean add) {
    device.requireLocked();
    cublas.multiplyBfloat16(a, b, c, add);
  }

  private void clear(MatrixView c) {
    for (long row = 0; row < c.rows(); row++) {
      DeviceMemory values = c.memory().plusFloats(row * c.stride());
      CudaCalls.check(
          "cuMemsetD32Async",
          c::toString,
          () -> JCudaDriver.cuMemsetD32Async(values, 0, c.columns(), device.stream().handle()));
    }
  }

  private void multiplyRounded(MatrixView a, MatrixView b, MatrixView c, boolean add) {
    MemoryPool pool = device.pool();
    try (MemoryPool.Loan roundedA = pool.lend(a.rows() * a.columns() * Short.BYTES);
        MemoryPool.Loan roundedB = pool.lend(b.rows() * b.columns() * Short.BYTES)) {
      MatrixView left = round(a, roundedA.memory());
      MatrixView right = round(b, roundedB.memory());
      cublas.multiplyBfloat16(left, right, c, add);
    }
  }

  /**
   * Submits the rounding of a {@code float32} matrix to {@code bfloat16}; the result has no gaps
   * between rows.
   */
  public MatrixView round(MatrixView matrix, DeviceMemory into) {
    long count = matrix.rows() * matrix.columns();
    device
        .kernel("elementwise", "round_to_bfloat16")
        .memory(matrix.memory())
        .int64(count)
        .int32(matrix.columns())
        .int32(matrix.stride())
        .memory(into)
        .over(count);
    return new MatrixView(
        into, matrix.rows(), matrix.columns(), matrix.columns(), matrix.transposed());
  }
}

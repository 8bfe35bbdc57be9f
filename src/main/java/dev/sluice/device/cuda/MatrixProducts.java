package dev.sluice.device.cuda;

import dev.sluice.device.Precision;
import jcuda.driver.JCudaDriver;

/** Products of matrices in the device's precision. */
final class MatrixProducts {
  private final CudaDevice device;
  private final Cublas cublas;
  private final Precision precision;

  MatrixProducts(CudaDevice device, Cublas cublas, Precision precision) {
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
  void multiply(Matrix a, Matrix b, Matrix c, boolean add) {
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
  void multiplyBfloat16(Matrix a, Matrix b, Matrix c, boolean add) {
    cublas.multiplyBfloat16(a, b, c, add);
  }

  private void clear(Matrix c) {
    for (long row = 0; row < c.rows(); row++) {
      DeviceMemory values = c.memory().plusFloats(row * c.stride());
      Failure.check(
          "cuMemsetD32Async",
          c::toString,
          () -> JCudaDriver.cuMemsetD32Async(values, 0, c.columns(), device.stream().handle()));
    }
  }

  private void multiplyRounded(Matrix a, Matrix b, Matrix c, boolean add) {
    MemoryPool pool = device.pool();
    try (MemoryPool.Loan roundedA = pool.lend(a.rows() * a.columns() * Short.BYTES);
        MemoryPool.Loan roundedB = pool.lend(b.rows() * b.columns() * Short.BYTES)) {
      Matrix left = round(a, roundedA.memory());
      Matrix right = round(b, roundedB.memory());
      cublas.multiplyBfloat16(left, right, c, add);
    }
  }

  /** Submits the rounding of a matrix to {@code bfloat16}, rows packed together. */
  Matrix round(Matrix matrix, DeviceMemory into) {
    long count = matrix.rows() * matrix.columns();
    device
        .kernel("elementwise", "round_to_bfloat16")
        .memory(matrix.memory())
        .int64(count)
        .int32(matrix.columns())
        .int32(matrix.stride())
        .memory(into)
        .over(count);
    return new Matrix(into, matrix.rows(), matrix.columns(), matrix.columns(), matrix.transposed());
  }
}

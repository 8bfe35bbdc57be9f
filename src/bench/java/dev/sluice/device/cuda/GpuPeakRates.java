package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.Precision;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryPool;
import dev.sluice.device.cuda.operation.MatrixProducts;
import dev.sluice.device.cuda.operation.MatrixView;
import java.util.function.IntConsumer;

/** Measures the peak rates of a GPU that does nothing else: the fastest of several passes. */
public final class GpuPeakRates {
  private static final int MIN_PASSES = 10;

  private GpuPeakRates() {}

  /**
   * Floating-point operations per second of square matrix products in the device's precision.
   * Operands are rounded beforehand.
   *
   * @param size rows and columns
   * @param seconds how long to measure
   */
  public static double products(Device device, int size, double seconds) {
    CudaDevice cuda = (CudaDevice) device;
    long roundedBytes = (long) size * size * Short.BYTES;
    try (DeviceLock held = cuda.lock();
        Scope scope = device.scope();
        MemoryPool.Loan left = cuda.pool().lend(roundedBytes);
        MemoryPool.Loan right = cuda.pool().lend(roundedBytes)) {
      MatrixView a = operand(scope, size, 0, left);
      MatrixView b = operand(scope, size, 1, right);
      Tensor product = scope.floats(size, size);
      MatrixView c = MatrixView.of(CudaTensor.of(product, cuda).output(), size, size);
      MatrixProducts products = cuda.matrixProducts();
      boolean rounded = cuda.precision() == Precision.BFLOAT16;
      IntConsumer pass =
          rounded
              ? k -> products.multiplyBfloat16(a, b, c, false)
              : k -> products.multiply(a, b, c, false);
      return 2.0 * size * size * size / fastest(device, seconds, pass);
    }
  }

  /**
   * An operand without zeros: they would need less power, so the GPU would run at a higher clock.
   */
  private static MatrixView operand(Scope scope, int size, int number, MemoryPool.Loan rounded) {
    CudaDevice device = (CudaDevice) scope.device();
    Tensor values = scope.floats(size, size);
    DeviceValues.fill(values, number, 1);
    MatrixView matrix = MatrixView.of(CudaTensor.of(values, device).input(), size, size);
    return device.precision() == Precision.BFLOAT16
        ? device.matrixProducts().round(matrix, rounded.memory())
        : matrix;
  }

  /**
   * Bytes per second, read and written, of copies within the GPU's memory.
   *
   * @param bytes of one copy; several times the size of the caches
   * @param seconds of measuring
   */
  public static double copies(Device device, long bytes, double seconds) {
    CudaDevice cuda = (CudaDevice) device;
    int floats = Math.toIntExact(bytes / Float.BYTES);
    try (Scope scope = device.scope()) {
      Tensor from = scope.zeros(floats);
      Tensor to = scope.floats(floats);
      DeviceMemory source = CudaTensor.of(from, cuda).input();
      DeviceMemory target = CudaTensor.of(to, cuda).output();
      double each = fastest(device, seconds, k -> DeviceValues.copy(source, target, bytes, cuda));
      return 2.0 * bytes / each;
    }
  }

  private static double fastest(Device device, double seconds, IntConsumer pass) {
    return DeviceStopwatch.seconds(device, MIN_PASSES, seconds, pass).stream()
        .mapToDouble(Double::doubleValue)
        .min()
        .orElseThrow();
  }
}

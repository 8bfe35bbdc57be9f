package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.GpuPeakRates;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * The peak rates of the GPU, measured in the same run.
 *
 * @param products floating-point operations per second of a large product, for each precision that
 *     could be measured
 * @param bytes read and written per second by copies; NaN if that could not be measured
 */
record RooflineLimits(Map<ProductPrecision, Double> products, double bytes) {
  /**
   * The size of the measured work.
   *
   * @param product rows and columns
   * @param copyBytes several times the size of the caches
   * @param seconds for each
   */
  record Work(int product, long copyBytes, double seconds) {
    /** The size on a real GPU. */
    static final Work MEASURED = new Work(8192, 1L << 30, 0.2);

    /** The size on a simulated GPU, where speed means nothing. */
    static final Work SIMULATED = new Work(16, 1 << 12, 0);
  }

  /**
   * Measures the limits. Products are measured by cuBLAS, called by us and by PyTorch; the faster
   * one counts. A limit that cannot be measured is reported on the error stream and left out.
   *
   * @param device the GPU
   * @param torch PyTorch, or null if it is not available
   */
  static RooflineLimits of(Device device, TorchProcess torch, Work work) {
    Map<ProductPrecision, Double> products = new EnumMap<>(ProductPrecision.class);
    for (ProductPrecision arithmetic : ProductPrecision.values()) {
      double ours = arithmetic.precision().map(p -> known(() -> ours(p, work))).orElse(Double.NaN);
      double theirs =
          torch == null
              ? Double.NaN
              : known(() -> torch.products(arithmetic, work.product(), work.seconds()));
      DoubleStream.of(ours, theirs)
          .filter(rate -> !Double.isNaN(rate))
          .max()
          .ifPresent(rate -> products.put(arithmetic, rate));
    }
    double bytes = known(() -> GpuPeakRates.copies(device, work.copyBytes(), work.seconds()));
    return new RooflineLimits(products, bytes);
  }

  private static double known(DoubleSupplier measurement) {
    try {
      return measurement.getAsDouble();
    } catch (RuntimeException e) {
      System.err.println("a limit of the GPU: " + e.getMessage());
      return Double.NaN;
    }
  }

  private static double ours(Precision precision, Work work) {
    DeviceOptions options = DeviceOptions.defaults().withPrecision(precision);
    try (Device device = Devices.open("cuda", options)) {
      return GpuPeakRates.products(device, work.product(), work.seconds());
    }
  }

  /** The share of the product limit that a pass reaches; NaN if unknown. */
  double productShare(TaskResult result) {
    return result.task().operations(result.pass())
        / result.median()
        / products.getOrDefault(result.arithmetic(), Double.NaN);
  }

  /**
   * The share of the memory limit that a pass over layers needs at least.
   *
   * @param elementBytes size of an element in the engine's memory
   */
  double memoryShare(TaskResult result, int elementBytes) {
    return MemoryTraffic.leastBytes(result.task(), result.pass(), elementBytes)
        / result.median()
        / bytes;
  }
}

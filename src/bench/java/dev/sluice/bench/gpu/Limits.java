package dev.sluice.bench.gpu;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.CardLimits;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * What the card does at best, measured in the same run.
 *
 * @param products floating-point operations per second of a large product; without those that could
 *     not be measured
 * @param bytes read and written per second by copies; NaN if that could not be measured
 */
record Limits(Map<Arithmetic, Double> products, double bytes) {
  /**
   * How large the work is by which they are measured.
   *
   * @param product rows and columns
   * @param copyBytes several times what the caches hold
   * @param seconds for each
   */
  record Work(int product, long copyBytes, double seconds) {
    /** On a card. */
    static final Work MEASURED = new Work(8192, 1L << 30, 0.2);

    /** Where speed means nothing. */
    static final Work SIMULATED = new Work(16, 1 << 12, 0);
  }

  /**
   * Measures them: the products by cuBLAS as called by us and by PyTorch, of which the faster
   * counts. What cannot be measured is told on the error stream and left out.
   *
   * @param device the card
   * @param rival null if it is not there
   */
  static Limits of(Device device, TorchEngine rival, Work work) {
    Map<Arithmetic, Double> products = new EnumMap<>(Arithmetic.class);
    for (Arithmetic arithmetic : Arithmetic.values()) {
      double ours = arithmetic.precision().map(p -> known(() -> ours(p, work))).orElse(Double.NaN);
      double theirs =
          rival == null
              ? Double.NaN
              : known(() -> rival.products(arithmetic, work.product(), work.seconds()));
      DoubleStream.of(ours, theirs)
          .filter(rate -> !Double.isNaN(rate))
          .max()
          .ifPresent(rate -> products.put(arithmetic, rate));
    }
    double bytes = known(() -> CardLimits.copies(device, work.copyBytes(), work.seconds()));
    return new Limits(products, bytes);
  }

  private static double known(DoubleSupplier measurement) {
    try {
      return measurement.getAsDouble();
    } catch (RuntimeException e) {
      System.err.println("a limit of the card: " + e.getMessage());
      return Double.NaN;
    }
  }

  private static double ours(Precision precision, Work work) {
    DeviceOptions options = DeviceOptions.defaults().withPrecision(precision);
    try (Device device = Devices.open("cuda", options)) {
      return CardLimits.products(device, work.product(), work.seconds());
    }
  }

  /** The part of the product limit that a pass reaches; NaN if that is not known. */
  double productShare(Result result) {
    return result.task().operations(result.pass())
        / result.median()
        / products.getOrDefault(result.arithmetic(), Double.NaN);
  }

  /**
   * The part of the memory limit that a pass over layers needs at least.
   *
   * @param elementBytes of one number in the engine's memory
   */
  double memoryShare(Result result, int elementBytes) {
    return MemoryTraffic.leastBytes(result.task(), result.pass(), elementBytes)
        / result.median()
        / bytes;
  }
}

package dev.sluice.bench.gpu;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.CardLimits;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the card does at best, measured in the same run.
 *
 * @param products floating-point operations per second of a large product; without those that could
 *     not be measured
 * @param bytes read and written per second by copies
 */
record Limits(Map<Arithmetic, Double> products, double bytes) {
  private static final int PRODUCT_SIZE = 8192;
  private static final long COPY_BYTES = 1L << 30;
  private static final double SECONDS = 0.2;

  /** Of a simulated card. */
  static Limits unknown() {
    return new Limits(Map.of(), Double.NaN);
  }

  /**
   * Of a card: of cuBLAS called by us and by PyTorch, the faster.
   *
   * @param rival null if it is not there
   */
  static Limits measured(Device device, TorchEngine rival) {
    Map<Arithmetic, Double> products = new EnumMap<>(Arithmetic.class);
    for (Arithmetic arithmetic : Arithmetic.values()) {
      arithmetic.precision().ifPresent(precision -> products.put(arithmetic, ours(precision)));
      if (rival != null) {
        double theirs = rival.products(arithmetic, PRODUCT_SIZE, SECONDS);
        products.merge(arithmetic, theirs, Math::max);
      }
    }
    return new Limits(products, CardLimits.copies(device, COPY_BYTES, SECONDS));
  }

  private static double ours(Precision precision) {
    DeviceOptions options = DeviceOptions.defaults().withPrecision(precision);
    try (Device device = Devices.open("cuda", options)) {
      return CardLimits.products(device, PRODUCT_SIZE, SECONDS);
    }
  }

  /** The part of the product limit that a pass reaches; NaN if that is not known. */
  double productShare(Result result) {
    return result.task().operations(result.pass())
        / result.median()
        / products.getOrDefault(result.arithmetic(), Double.NaN);
  }

  /**
   * The part of the memory limit that a pass needs at least.
   *
   * @param elementBytes of one number in the engine's memory
   */
  double memoryShare(Result result, int elementBytes) {
    return Traffic.leastBytes(result.task(), result.pass(), elementBytes) / result.median() / bytes;
  }
}

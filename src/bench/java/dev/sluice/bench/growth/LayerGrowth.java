package dev.sluice.bench.growth;

import dev.sluice.bench.LayerRun;
import dev.sluice.bench.LayerShape;
import dev.sluice.cell.Cell;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Measures {@link Series}. */
final class LayerGrowth {
  /** Creates a cell from its input and hidden size. */
  @FunctionalInterface
  interface CellMaker {
    Cell of(int inputSize, int hiddenSize);
  }

  private static final double WARM_UP_SECONDS = 3;

  private final String name;
  private final CellMaker cell;
  private final long emptyBytes;
  private final int threads;
  private final double seconds;

  /**
   * @param threads of the device
   * @param seconds the shortest total time of a point's timed passes
   * @param emptyBytes the live heap of this process without a layer
   */
  LayerGrowth(String name, CellMaker cell, int threads, double seconds, long emptyBytes) {
    this.emptyBytes = emptyBytes;
    this.name = name;
    this.cell = cell;
    this.threads = threads;
    this.seconds = seconds;
  }

  /**
   * Doubles T, then N, then H, this many times each, from the base and with the other sizes fixed.
   */
  List<Series> series(LayerShape base, int doublings) {
    int t = base.timesteps();
    int n = base.batch();
    int i = base.inputSize();
    int h = base.hiddenSize();
    warmUp(base);
    return List.of(
        series("T", t, doublings, value -> new LayerShape(n, value, i, h)),
        series("N", n, doublings, value -> new LayerShape(value, t, i, h)),
        series("H", h, doublings, value -> new LayerShape(n, t, i, value)));
  }

  /** Runs until the loops are compiled. */
  private void warmUp(LayerShape shape) {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(threads));
        LayerRun run = layer(device, shape)) {
      times(run, WARM_UP_SECONDS);
    }
  }

  private LayerRun layer(Device device, LayerShape shape) {
    return new LayerRun(device, cell.of(shape.inputSize(), shape.hiddenSize()), shape, null);
  }

  private Series series(String size, int first, int doublings, IntFunction<LayerShape> shape) {
    List<Series.Point> points = new ArrayList<>();
    for (int k = 0; k <= doublings; k++) {
      points.add(point(shape.apply(first << k), first << k));
    }
    return new Series(name, size, List.copyOf(points));
  }

  /** Measures a point on a new device, whose pool of arrays is empty. */
  private Series.Point point(LayerShape shape, int value) {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(threads));
        LayerRun run = layer(device, shape)) {
      double median = median(run);
      long[] within = new long[1];
      run.pass(() -> within[0] = LiveHeap.bytes());
      long peak = Math.max(within[0], LiveHeap.bytes());
      return new Series.Point(shape, value, median, peak, peak - emptyBytes);
    }
  }

  private double median(LayerRun run) {
    times(run, seconds);
    double[] times = times(run, seconds);
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private static double[] times(LayerRun run, double enough) {
    List<Double> times = new ArrayList<>();
    double sum = 0;
    while (times.size() < 3 || sum < enough) {
      long start = System.nanoTime();
      run.pass();
      times.add((System.nanoTime() - start) * 1e-9);
      sum += times.get(times.size() - 1);
    }
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

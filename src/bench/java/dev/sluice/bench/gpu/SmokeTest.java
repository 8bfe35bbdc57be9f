package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.LayerPasses;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Products.Into;
import dev.sluice.device.Products.Operand;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Checks first whether a new GPU works at all: whether a kernel, a product and a replayed graph
 * give right answers. Prints each result as soon as it is known.
 */
public final class SmokeTest {
  private static final float TOLERANCE = 1e-5f;
  private static final BenchTask LAYER =
      BenchTask.layer("lstm", BenchTask.Sizes.of(8, 40, 24, 32), false);

  private boolean good = true;

  private SmokeTest() {}

  /** Ends the process with 0 if all checks pass, 1 if one fails, 2 without a GPU. */
  public static void main(String[] arguments) {
    System.exit(run());
  }

  /** The exit code. */
  public static int run() {
    return new SmokeTest().tell();
  }

  private int tell() {
    try (Device device = Devices.open("cuda", DeviceOptions.defaults())) {
      System.out.println(device.description());
      fact("a kernel", () -> kernel(device));
      fact("a product", () -> product(device));
      fact("a recorded graph", SmokeTest::graph);
      return good ? 0 : 1;
    } catch (DeviceUnavailableException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private void fact(String name, Supplier<String> check) {
    long begin = System.nanoTime();
    String wrong;
    try {
      wrong = check.get();
    } catch (RuntimeException e) {
      wrong = e.toString();
    }
    good &= wrong == null;
    System.out.printf(
        Locale.ROOT,
        "%s: %s, %.0f ms%n",
        name,
        wrong == null ? "right" : "WRONG, " + wrong,
        (System.nanoTime() - begin) / 1e6);
  }

  /** Returns null, or what is wrong. */
  private static String kernel(Device device) {
    try (Scope scope = device.scope()) {
      Tensor tensor = scope.floats(1000);
      device.elementwise().fill(tensor, 1.5f);
      device.elementwise().add(tensor, tensor);
      float[] expected = new float[1000];
      Arrays.fill(expected, 3);
      float[] values = tensor.floats();
      return Arrays.equals(expected, values) ? null : "expected 3, got " + Arrays.toString(values);
    }
  }

  private static String product(Device device) {
    int m = 37;
    int k = 65;
    int n = 43;
    float[] a = normal(m * k, 1);
    float[] b = normal(n * k, 2);
    try (Scope scope = device.scope()) {
      Tensor left = scope.floats(m, k);
      Tensor right = scope.floats(n, k);
      Tensor result = scope.floats(m, n);
      left.write(a);
      right.write(b);
      device
          .products()
          .multiply(left, Operand.PLAIN, right, Operand.TRANSPOSED, result, Into.OVERWRITE);
      float[] c = result.floats();
      double worst = 0;
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int p = 0; p < k; p++) {
            sum += (double) a[i * k + p] * b[j * k + p];
          }
          worst = Math.max(worst, Math.abs(sum - c[i * n + j]) / Math.sqrt(k));
        }
      }
      return worst <= TOLERANCE ? null : "largest error " + worst;
    }
  }

  private static float[] normal(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static String graph() {
    Map<String, float[]> expected = answers(PlanKind.STEPWISE, 1);
    Map<String, float[]> replayed = answers(PlanKind.GRAPH, 4);
    for (Map.Entry<String, float[]> each : expected.entrySet()) {
      if (!Arrays.equals(each.getValue(), replayed.get(each.getKey()))) {
        return each.getKey() + " differs from the stepwise plan";
      }
    }
    return null;
  }

  /** The answers of the last repetition, so that recorded graphs are replayed. */
  private static Map<String, float[]> answers(PlanKind plan, int repetitions) {
    GpuHarness harness = new GpuHarness(plan);
    try (Device device = harness.open(ProductPrecision.FLOAT32);
        LayerPasses passes = new LayerPasses(harness, device, LAYER, 1)) {
      Map<String, float[]> answers = passes.answers();
      for (int k = 1; k < repetitions; k++) {
        answers = passes.answers();
      }
      return answers;
    }
  }
}

package dev.sluice.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results that many threads contribute to. Their bits must not depend on the order of the threads.
 */
public final class OrderedResults {
  private OrderedResults() {}

  /** The results by operation. */
  public static Map<String, float[]> of(Device device) {
    Map<String, float[]> results = new LinkedHashMap<>();
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor sum = f.scope.zeros(100);
      device.elementwise().addRowSums(f.normal(7, 301, 100), sum);
      results.put("row sums", sum.floats());

      Tensor wideSum = f.scope.zeros(5000); // more parts than blocks, so that each has several
      device.elementwise().addRowSums(f.normal(2, 5000), wideSum);
      results.put("wide row sums", wideSum.floats());

      Tensor dTable = f.scope.zeros(5, 16);
      device
          .sequences()
          .embedBackward(f.integers(0, 4, 90, 30), null, -1, f.normal(90, 30, 16), dTable);
      results.put("embedding gradient", dTable.floats());

      Tensor totals = f.vector(0, 0);
      Tensor logits = f.normal(5000, 9);
      device.losses().softmaxCrossEntropy(logits, f.integers(-1, 8, 5000), 1, logits, totals);
      results.put("loss", totals.floats());
      results.put("gradient of the loss", logits.floats());

      Tensor norm = f.scope.floats(1);
      Tensor scale = f.scope.floats(1);
      List<Tensor> gradients = List.of(f.normal(33_003), f.normal(100));
      device.updates().clipByGlobalNorm(gradients, 1, norm, scale);
      results.put("norm", norm.floats());
      results.put("scale", scale.floats());
    }
    return results;
  }
}

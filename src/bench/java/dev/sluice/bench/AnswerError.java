package dev.sluice.bench;

import java.util.Map;

/** How far one engine's results are from another's. */
public final class AnswerError {
  private AnswerError() {}

  /**
   * The largest error of a result: the norm of the difference by the norm of what was expected.
   *
   * @param found samples of results by name
   * @param expected the same of the engine that the other is held against
   * @return infinite if a result is missing or not finite
   */
  public static double largest(Map<String, float[]> found, Map<String, float[]> expected) {
    double largest = 0;
    for (Map.Entry<String, float[]> entry : expected.entrySet()) {
      float[] values = found.get(entry.getKey());
      double error =
          values == null || values.length != entry.getValue().length
              ? Double.POSITIVE_INFINITY
              : relative(values, entry.getValue());
      largest = Math.max(largest, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
    }
    return largest;
  }

  private static double relative(float[] found, float[] expected) {
    float[] difference = new float[found.length];
    for (int k = 0; k < found.length; k++) {
      difference[k] = found[k] - expected[k];
    }
    return SharedValues.norm(difference) / SharedValues.norm(expected);
  }
}

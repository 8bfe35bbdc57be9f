package dev.sluice.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How far one engine's result is from another's.
 *
 * @param result its name
 * @param value the norm of the difference by the norm of what was expected; infinite if the result
 *     is missing or not finite
 */
public record AnswerError(String result, double value) {

  /** That of the result that is farthest off, where all are allowed the same. */
  public static AnswerError worst(Map<String, float[]> found, Map<String, float[]> expected) {
    return worst(found, expected, result -> 1);
  }

  /**
   * That of the result that is farthest off, as a multiple of what is allowed to it.
   *
   * @param found samples of results by name
   * @param expected the same of the engine that the other is held against; at least one
   * @param tolerance above 0, by the result's name
   */
  public static AnswerError worst(
      Map<String, float[]> found,
      Map<String, float[]> expected,
      ToDoubleFunction<String> tolerance) {
    return expected.entrySet().stream()
        .map(entry -> of(entry.getKey(), found.get(entry.getKey()), entry.getValue()))
        .max(
            Comparator.comparingDouble(
                error -> error.value() / tolerance.applyAsDouble(error.result())))
        .orElseThrow();
  }

  private static AnswerError of(String result, float[] found, float[] expected) {
    double value =
        found == null || found.length != expected.length
            ? Double.POSITIVE_INFINITY
            : relative(found, expected);
    return new AnswerError(result, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
  }

  private static double relative(float[] found, float[] expected) {
    float[] difference = new float[found.length];
    for (int k = 0; k < found.length; k++) {
      difference[k] = found[k] - expected[k];
    }
    return SharedValues.norm(difference) / SharedValues.norm(expected);
  }
}

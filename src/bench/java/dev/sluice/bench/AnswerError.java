package dev.sluice.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The relative error of one engine's result against another's.
 *
 * @param result its name
 * @param value the norm of the difference, divided by the norm of the expected result; infinite if
 *     the result is missing or not finite
 */
public record AnswerError(String result, double value) {

  /** The error of the worst result, if all results have the same tolerance. */
  public static AnswerError worst(Map<String, float[]> found, Map<String, float[]> expected) {
    return worst(found, expected, result -> 1);
  }

  /**
   * The error of the worst result: the one with the largest ratio of its error to its tolerance.
   *
   * @param found samples of results by name
   * @param expected samples of the reference engine's results; at least one
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

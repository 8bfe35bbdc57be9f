package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The prediction after the first tokens of a text: what the model would say if the text ended
 * there.
 *
 * @param points in the order of the text; the last one is the whole text. One for every token, or
 *     evenly chosen ones of a long text
 */
public record RunningPrediction(List<Point> points) {
  /** Copies the list. */
  public RunningPrediction {
    points = Require.copyOf("points", points);
  }

  /**
   * The probability of a class after each token that has a point.
   *
   * @param classIndex from 0 to K-1
   * @return probabilities by position of the last token read, from 0 to T-1
   */
  public Map<Integer, Double> probabilities(int classIndex) {
    return points.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                point -> point.tokens() - 1, point -> point.probabilities().get(classIndex)));
  }

  /**
   * The prediction for the beginning of the text.
   *
   * @param tokens number of tokens read, at least 1
   * @param probabilities of the classes, {@code [K]}
   */
  public record Point(int tokens, List<Double> probabilities) {
    /** Copies the list. */
    public Point {
      Require.atLeast("tokens", 1, tokens);
      probabilities = Require.copyOf("probabilities", probabilities);
    }
  }
}

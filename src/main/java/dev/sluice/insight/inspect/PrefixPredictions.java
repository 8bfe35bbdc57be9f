package dev.sluice.insight.inspect;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The prediction after every token. If all recurrent layers read forward, the states after a token
 * do not depend on later ones, so one pass over the text has the states of all its beginnings, and
 * only the pooling and the layers above it are computed for each. Otherwise every beginning is a
 * text of its own.
 */
final class PrefixPredictions {
  /** The most beginnings that are texts of their own. */
  static final int MAX_TEXTS = 400;

  /** The most tokens of all these texts together, about. */
  private static final long MAX_TOKENS = 4_000_000;

  private final VectorClassifier classifier;

  PrefixPredictions(VectorClassifier classifier) {
    this.classifier = classifier;
  }

  /** The predictions, from a forward pass over the whole text. */
  RunningPrediction of(int[] tokens, ForwardTrace forward) {
    boolean onePass =
        forward.stacks().stream()
            .allMatch(stack -> stack.layer().spec().directions() == DirectionMode.FORWARD);
    return onePass ? fromStates(forward) : fromTexts(tokens);
  }

  private RunningPrediction fromStates(ForwardTrace forward) {
    Scope scope = forward.scope();
    Tensor states = forward.poolingInput();
    int steps = states.shape().size(0);
    int features = states.shape().columns();
    List<PoolingKind> kinds = classifier.poolingSpec().poolings();
    float[] pooled = new float[Math.multiplyExact(steps * kinds.size(), features)];
    float[] x = states.floats();
    for (int k = 0; k < kinds.size(); k++) {
      pool(kinds.get(k), x, features, pooled, k * features, kinds.size() * features);
    }
    Tensor vectors = scope.floats(steps, kinds.size() * features);
    vectors.write(pooled);
    float[] logits =
        classifier
            .above(
                classifier.pooling(), Features.data(vectors, null), ForwardContext.inference(scope))
            .values()
            .floats();
    int[] lengths = new int[steps];
    Arrays.setAll(lengths, t -> t + 1);
    return predictions(lengths, IntegratedGradients.rows(logits, classifier.classes()));
  }

  /**
   * Pools the first steps, for every number of steps.
   *
   * @param x {@code [T, F]}
   * @param pooled {@code [T, columns]}; receives the result at {@code offset .. offset + F - 1}
   */
  private static void pool(
      PoolingKind kind, float[] x, int features, float[] pooled, int offset, int columns) {
    for (int f = 0; f < features; f++) {
      double sum = 0;
      float max = Float.NEGATIVE_INFINITY;
      for (int t = 0; t < x.length / features; t++) {
        float value = x[t * features + f];
        sum += value;
        max = Math.max(max, value);
        pooled[t * columns + offset + f] =
            switch (kind) {
              case FIRST -> x[f];
              case LAST, LAST_STEP -> value;
              case MAX -> max;
              case MEAN -> (float) (sum / (t + 1));
            };
      }
    }
  }

  private RunningPrediction fromTexts(int[] tokens) {
    int[] lengths = lengths(tokens.length);
    int[][] texts = new int[lengths.length][];
    Arrays.setAll(texts, i -> Arrays.copyOf(tokens, lengths[i]));
    float[][] logits = classifier.model().predict(texts);
    double[][] rows = new double[logits.length][classifier.classes()];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        rows[i][k] = logits[i][k];
      }
    }
    return predictions(lengths, rows);
  }

  /** The lengths of the beginnings to predict: evenly spaced, the last one is the whole text. */
  static int[] lengths(int tokens) {
    long affordable = Math.max(1, 2 * MAX_TOKENS / tokens);
    int count = (int) Math.min(Math.min(tokens, MAX_TEXTS), affordable);
    int[] lengths = new int[count];
    Arrays.setAll(lengths, i -> (int) ((i + 1L) * tokens / count));
    return lengths;
  }

  private static RunningPrediction predictions(int[] lengths, double[][] logits) {
    List<RunningPrediction.Point> points = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      double[] probabilities = LogOdds.probabilities(logits[i]);
      points.add(
          new RunningPrediction.Point(lengths[i], Arrays.stream(probabilities).boxed().toList()));
    }
    return new RunningPrediction(points);
  }
}

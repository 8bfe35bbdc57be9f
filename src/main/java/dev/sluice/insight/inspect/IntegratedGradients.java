package dev.sluice.insight.inspect;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Integrated gradients of many texts, see {@link Contributions}. The points of the paths are rows
 * of batches. The number of points is doubled until the contributions are complete.
 */
final class IntegratedGradients {
  /** Enough for most texts, and few enough to waste little on the others. */
  private static final int FIRST_POINTS = 16;

  static final int MAX_POINTS = 1024;

  private static final int MAX_ROWS = 64;

  /** The most floats of a pass, about; a single row may need more. */
  private static final long MAX_FLOATS = 1L << 26;

  private final VectorClassifier classifier;
  private final float[] baseline;
  private final int maxPoints;

  /** A point on the path of a text. */
  private record Point(AttributedText text, double position, double weight) {}

  /** Receives a batch of points with their logits {@code [rows][K]}. */
  private interface Passes {
    void take(List<Point> points, Layer.Pass pass, double[][] logits, Scope scope);
  }

  /**
   * Creates an integration.
   *
   * @param unknown the token of the baseline
   * @param maxPoints a text is given up after this many points; at least 1
   */
  IntegratedGradients(VectorClassifier classifier, int unknown, int maxPoints) {
    this.classifier = classifier;
    this.baseline = classifier.vectors(new int[] {unknown});
    this.maxPoints = maxPoints;
  }

  /**
   * The contributions of each text, in order.
   *
   * @param texts vectors of the tokens, {@code [T, E]} each
   */
  List<Attribution> of(List<float[]> texts) {
    List<AttributedText> all =
        texts.stream().map(vectors -> new AttributedText(vectors, baseline)).toList();
    List<AttributedText> open = new ArrayList<>(all);
    open.sort(Comparator.comparingInt(AttributedText::length));
    evaluateEnds(open);
    for (int points = Math.min(FIRST_POINTS, maxPoints);
        points <= maxPoints && !open.isEmpty();
        points *= 2) {
      integrate(open, GaussLegendre.of(points));
      open.removeIf(text -> text.result().contributions().complete());
    }
    return all.stream().map(AttributedText::result).toList();
  }

  private void evaluateEnds(List<AttributedText> texts) {
    List<Point> ends = new ArrayList<>();
    for (AttributedText text : texts) {
      ends.add(new Point(text, 1, 0));
      ends.add(new Point(text, 0, 0));
    }
    forward(
        ends,
        ForwardContext.Mode.INFERENCE,
        (points, pass, logits, scope) -> {
          for (int n = 0; n < points.size(); n += 2) {
            points.get(n).text().setEnds(logits[n], logits[n + 1]);
          }
        });
  }

  private void integrate(List<AttributedText> texts, GaussLegendre rule) {
    List<Point> points = new ArrayList<>();
    for (AttributedText text : texts) {
      text.begin(rule.points());
      for (int i = 0; i < rule.points(); i++) {
        points.add(new Point(text, rule.nodes()[i], rule.weights()[i]));
      }
    }
    forward(points, ForwardContext.Mode.DETERMINISTIC, this::backward);
  }

  private void backward(List<Point> points, Layer.Pass pass, double[][] logits, Scope scope) {
    int rows = points.size();
    int classes = classifier.classes();
    float[] gradients = new float[rows * classes];
    for (int n = 0; n < rows; n++) {
      double[] gradient = LogOdds.gradient(logits[n], points.get(n).text().predicted());
      for (int k = 0; k < classes; k++) {
        gradients[n * classes + k] = (float) gradient[k];
      }
    }
    Tensor dLogits = scope.floats(rows, classes);
    dLogits.write(gradients);
    float[] dVectors = VectorClassifier.gradient(pass, dLogits).floats();
    for (int n = 0; n < rows; n++) {
      points.get(n).text().add(points.get(n).weight(), dVectors, n, rows);
    }
  }

  /** Runs all points in batches. Pairs of points stay together. */
  private void forward(List<Point> points, ForwardContext.Mode mode, Passes passes) {
    int from = 0;
    while (from < points.size()) {
      int to = Math.min(points.size(), from + rowsOfBatch(points, from));
      List<Point> batch = points.subList(from, to);
      try (Scope scope = classifier.device().scope()) {
        Layer.Pass pass =
            classifier.forward(place(batch, scope), new ForwardContext(scope, mode, 0, 0));
        passes.take(batch, pass, logits(pass), scope);
      }
      from = to;
    }
  }

  /** An even number of rows, as many as fit. The texts are sorted by length, the longest last. */
  private int rowsOfBatch(List<Point> points, int from) {
    int rows = 2;
    while (rows < MAX_ROWS && from + rows + 2 <= points.size()) {
      long longest = points.get(from + rows + 1).text().length();
      if ((rows + 2) * longest * classifier.floatsPerToken() > MAX_FLOATS) {
        break;
      }
      rows += 2;
    }
    return rows;
  }

  private Features place(List<Point> batch, Scope scope) {
    int rows = batch.size();
    int[] lengths = batch.stream().mapToInt(point -> point.text().length()).toArray();
    int timesteps = lengths[rows - 1];
    float[] vectors = new float[Math.multiplyExact(timesteps * rows, baseline.length)];
    for (int n = 0; n < rows; n++) {
      batch.get(n).text().writePoint(batch.get(n).position(), vectors, n, rows);
    }
    Tensor values = scope.floats(timesteps, rows, baseline.length);
    values.write(vectors);
    Features data = Features.data(values, lengths, scope);
    return Features.computed(data.values(), data.lengths());
  }

  private double[][] logits(Layer.Pass pass) {
    return rows(pass.output().values().floats(), classifier.classes());
  }

  /** The rows of a matrix {@code [N, K]}. */
  static double[][] rows(float[] values, int columns) {
    double[][] rows = new double[values.length / columns][columns];
    for (int i = 0; i < values.length; i++) {
      rows[i / columns][i % columns] = values[i];
    }
    return rows;
  }
}

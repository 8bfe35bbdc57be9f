package dev.sluice.insight.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntegratedGradientsTest extends OnCpu {
  static List<ModelSpec> specs() {
    return Samples.specs();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void contributionsAddUpToTheChangeOfTheLogOdds(ModelSpec spec) {
    try (Model model = Samples.model(spec, device)) {
      Contributions contributions = Samples.inspect(model).contributions();
      int[] unknown = new int[Samples.TOKENS.length];
      Arrays.fill(unknown, Samples.UNKNOWN);
      float[][] logits = model.predict(new int[][] {Samples.TOKENS, unknown});
      int predicted = Samples.inspect(model).decision().predicted();
      double change = Samples.logOdds(logits[0], predicted) - Samples.logOdds(logits[1], predicted);
      assertEquals(change, contributions.change(), 1e-4);
      assertTrue(contributions.complete(), contributions::toString);
      assertEquals(
          change,
          contributions.values().stream().mapToDouble(Double::doubleValue).sum(),
          0.0101 * Math.max(1, Math.abs(change)));
      assertEquals(0, contributions.values().get(2), "the unknown token equals its baseline");
    }
  }

  /** The integral of central differences of the outputs along the path, in small steps. */
  @Test
  void contributionsEqualIntegratedCentralDifferences() {
    ModelSpec spec = Samples.spec(RecurrentSpec.of(Lstm.of(Samples.E, 4)), 3, PoolingKind.MEAN);
    try (Model model = Samples.model(spec, device);
        VectorClassifier classifier = VectorClassifier.copyOf(model)) {
      TextInspection inspection = Samples.inspect(model);
      float[] text = classifier.vectors(Samples.TOKENS);
      int[] unknown = new int[Samples.TOKENS.length];
      Arrays.fill(unknown, Samples.UNKNOWN);
      float[] baseline = classifier.vectors(unknown);
      int predicted = inspection.decision().predicted();
      double[] expected = new double[Samples.TOKENS.length];
      int points = 50;
      for (int p = 0; p < points; p++) {
        float[] x = between(baseline, text, (p + 0.5) / points);
        for (int i = 0; i < x.length; i++) {
          expected[i / Samples.E] +=
              (text[i] - baseline[i]) * slope(classifier, x, i, predicted) / points;
        }
      }
      assertArrayEquals(expected, Samples.array(inspection.contributions().values()), 5e-3);
    }
  }

  private static float[] between(float[] from, float[] to, double position) {
    float[] x = new float[from.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (from[i] + position * (to[i] - from[i]));
    }
    return x;
  }

  private double slope(VectorClassifier classifier, float[] x, int i, int predicted) {
    float step = 5e-3f;
    float[] more = x.clone();
    more[i] += step;
    float[] less = x.clone();
    less[i] -= step;
    return (logOdds(classifier, more, predicted) - logOdds(classifier, less, predicted))
        / (2 * step);
  }

  private double logOdds(VectorClassifier classifier, float[] x, int predicted) {
    Tensor values = scope.floats(x.length / Samples.E, 1, Samples.E);
    values.write(x);
    float[] logits =
        classifier
            .forward(Features.data(values, null), ForwardContext.inference(scope))
            .output()
            .values()
            .floats();
    return Samples.logOdds(logits, predicted);
  }

  @Test
  void aTextInABatchOfOthersHasTheSameContributions() {
    ModelSpec spec = Samples.spec(RecurrentSpec.of(Gru.of(Samples.E, 4)), 2, PoolingKind.MAX);
    try (Model model = Samples.model(spec, device);
        VectorClassifier classifier = VectorClassifier.copyOf(model)) {
      IntegratedGradients gradients =
          new IntegratedGradients(classifier, Samples.UNKNOWN, IntegratedGradients.MAX_POINTS);
      List<float[]> texts =
          List.of(
              classifier.vectors(new int[] {4, 6, 8, 10, 12, 14, 16, 18, 20}),
              classifier.vectors(Samples.TOKENS),
              classifier.vectors(new int[] {3}));
      List<Attribution> together = gradients.of(texts);
      for (int i = 0; i < texts.size(); i++) {
        Attribution alone = gradients.of(List.of(texts.get(i))).get(0);
        assertEquals(alone.predicted(), together.get(i).predicted());
        assertArrayEquals(
            Samples.array(alone.contributions().values()),
            Samples.array(together.get(i).contributions().values()),
            1e-5);
      }
    }
  }

  @Test
  void tooFewPointsAreReported() {
    ModelSpec spec = Samples.spec(RecurrentSpec.of(Lstm.of(Samples.E, 4)), 2, PoolingKind.LAST);
    try (Model model = Samples.model(spec, device);
        TextInspector inspector = TextInspector.of(model, Samples.UNKNOWN, 1)) {
      Contributions contributions =
          inspector.inspect(Samples.TOKENS, Samples.WORDS).contributions();
      assertEquals(1, contributions.steps());
      assertFalse(contributions.complete());
      assertTrue(contributions.error() > 0.01);
    }
  }

  @Test
  void theModelAndItsGradientsStayAsTheyAre() {
    ModelSpec spec = Samples.spec(RecurrentSpec.of(Lstm.of(Samples.E, 4)), 2, PoolingKind.LAST);
    try (Model model = Samples.model(spec, device)) {
      model.freeze("1.");
      for (Parameter parameter : model.parameters()) {
        device.elementwise().fill(parameter.gradient(), 3);
      }
      Samples.inspect(model);
      for (Parameter parameter : model.parameters()) {
        for (float gradient : parameter.gradient().floats()) {
          assertEquals(3, gradient);
        }
        assertEquals(!parameter.name().startsWith("1."), parameter.trainable());
      }
    }
  }
}

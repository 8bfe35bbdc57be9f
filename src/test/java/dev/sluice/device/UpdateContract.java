package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertClose;
import static dev.sluice.device.OperationsFixture.assertRefused;
import static dev.sluice.device.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.UpdateOperations.AdamCoefficients;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public abstract class UpdateContract extends DeviceTest {
  private static final int COUNT = 70_003;
  private static final float RATE = 0.05f;
  private static final float DECAY = 0.01f;
  private static final float SCALE = 0.5f;

  /** Weights, a gradient and a scale, with the values of weights and gradient as doubles. */
  private static final class Case {
    final OperationsFixture fixture;
    final UpdateOperations ops;
    final Tensor weights;
    final Tensor gradient;
    final Tensor scale;
    final double[] w;
    final double[] g;

    Case(OperationsFixture fixture, int count) {
      this.fixture = fixture;
      ops = fixture.device.updates();
      weights = fixture.normal(count);
      gradient = fixture.normal(count);
      scale = fixture.vector(SCALE);
      w = doubles(weights);
      g = doubles(gradient);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, COUNT})
  void sgd(int count) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Case c = new Case(f, count);
      c.ops.sgd(c.weights, c.gradient, c.scale, RATE, DECAY);
      for (int i = 0; i < count; i++) {
        c.w[i] -= RATE * (SCALE * c.g[i] + DECAY * c.w[i]);
      }
      assertClose(c.w, c.weights, 1e-6);
      c.ops.sgd(c.weights, c.gradient, null, RATE, 0);
      for (int i = 0; i < count; i++) {
        c.w[i] -= RATE * c.g[i];
      }
      assertClose(c.w, c.weights, 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, true", "7, false", "70003, true", "70003, false"})
  void momentum(int count, boolean nesterov) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Case c = new Case(f, count);
      Tensor velocity = f.normal(count);
      double[] v = doubles(velocity);
      c.ops.momentum(c.weights, c.gradient, c.scale, velocity, RATE, 0.9f, nesterov, DECAY);
      for (int i = 0; i < count; i++) {
        double g = SCALE * c.g[i] + DECAY * c.w[i];
        v[i] = 0.9f * v[i] + g;
        c.w[i] -= RATE * (nesterov ? g + 0.9f * v[i] : v[i]);
      }
      assertClose(v, velocity, 1e-6);
      assertClose(c.w, c.weights, 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, COUNT})
  void rmsProp(int count) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Case c = new Case(f, count);
      Tensor squares = f.scope.zeros(count);
      double[] s = new double[count];
      for (int step = 0; step < 3; step++) {
        c.ops.rmsProp(c.weights, c.gradient, c.scale, squares, RATE, 0.9f, 1e-4f, DECAY);
        for (int i = 0; i < count; i++) {
          double g = SCALE * c.g[i] + DECAY * c.w[i];
          s[i] = 0.9f * s[i] + (1 - 0.9f) * g * g;
          c.w[i] -= RATE * g / (Math.sqrt(s[i]) + 1e-4f);
        }
      }
      assertClose(s, squares, 1e-6);
      assertClose(c.w, c.weights, 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "7, 0.01, 0", "70003, 0.01, 0.02", "6, 0, 0.02"})
  void adam(int count, float coupled, float decoupled) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Case c = new Case(f, count);
      Tensor first = f.scope.zeros(count);
      Tensor second = f.scope.zeros(count);
      double[] m = new double[count];
      double[] v = new double[count];
      double b1 = 0.9f;
      double b2 = 0.999f;
      AdamCoefficients k = new AdamCoefficients(RATE, 0.9f, 0.999f, 1e-6f, coupled, decoupled);
      for (int step = 1; step <= 4; step++) {
        c.ops.adam(c.weights, c.gradient, c.scale, first, second, step, k);
        for (int i = 0; i < count; i++) {
          double g = SCALE * c.g[i] + coupled * c.w[i];
          m[i] = b1 * m[i] + (1 - b1) * g;
          v[i] = b2 * v[i] + (1 - b2) * g * g;
          double mHat = m[i] / (1 - Math.pow(b1, step));
          double vHat = v[i] / (1 - Math.pow(b2, step));
          c.w[i] -= RATE * decoupled * c.w[i];
          c.w[i] -= RATE * mHat / (Math.sqrt(vHat) + 1e-6f);
        }
      }
      assertClose(m, first, 1e-6);
      assertClose(v, second, 1e-6);
      assertClose(c.w, c.weights, 2e-5);
    }
  }

  @Test
  void adamOfALateStepCorrectsNothing() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor w = f.vector(1);
      AdamCoefficients k = new AdamCoefficients(1, 0.5f, 0.5f, 0, 0, 0);
      f.device.updates().adam(w, f.vector(2), null, f.vector(2), f.vector(4), 1L << 40, k);
      assertArrayEquals(new float[] {0}, w.floats());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, COUNT})
  void movingAverage(int count) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Case c = new Case(f, count);
      Tensor average = f.normal(count);
      double[] a = doubles(average);
      c.ops.movingAverage(c.weights, average, 0.9f);
      for (int i = 0; i < count; i++) {
        a[i] = 0.9f * a[i] + (1 - 0.9f) * c.w[i];
      }
      assertClose(a, average, 1e-6);
    }
  }

  @Test
  void clipByGlobalNormReadsAllGradients() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      List<Tensor> gradients =
          List.of(f.normal(0), f.normal(1), f.normal(7, 3), f.normal(COUNT), f.normal(4096));
      double squares = 0;
      for (Tensor gradient : gradients) {
        for (double g : doubles(gradient)) {
          squares += g * g;
        }
      }
      Tensor norm = f.scope.floats(1);
      Tensor scale = f.scope.floats(1);
      f.device.updates().clipByGlobalNorm(gradients, 5, norm, scale);
      assertClose(new double[] {Math.sqrt(squares)}, norm, 1e-6);
      assertClose(new double[] {5 / Math.sqrt(squares)}, scale, 1e-6);
      f.device.updates().clipByGlobalNorm(gradients, 1e6f, norm, scale);
      assertEquals(1, scale.floats()[0]);
      f.device.updates().clipByGlobalNorm(gradients, Float.POSITIVE_INFINITY, norm, scale);
      assertEquals(1, scale.floats()[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 32, 33, 65, 300})
  void clipByGlobalNormTakesAnyNumberOfGradients(int count) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      List<Tensor> gradients = new ArrayList<>();
      double squares = 0;
      for (int i = 0; i < count; i++) {
        int size = i % 3 == 0 ? 16_384 + i % 2 : i % 5;
        Tensor gradient = f.scope.floats(size);
        f.device.elementwise().fill(gradient, i + 1);
        gradients.add(gradient);
        squares += (double) size * (i + 1) * (i + 1);
      }
      Tensor norm = f.scope.floats(1);
      Tensor scale = f.scope.floats(1);
      f.device.updates().clipByGlobalNorm(gradients, 2, norm, scale);
      assertClose(new double[] {Math.sqrt(squares)}, norm, 1e-7);
      assertClose(new double[] {2 / Math.sqrt(squares)}, scale, 1e-7);
      f.device.updates().clipByGlobalNorm(List.of(), 2, norm, scale);
      assertEquals(0, norm.floats()[0]);
      assertEquals(1, scale.floats()[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "3, 3, 0.6666667",
    "1e30, 1e30, 2e-30",
    "NaN, NaN, NaN",
    "Infinity, Infinity, NaN",
    "-Infinity, Infinity, NaN"
  })
  void theScaleIsNaNForABrokenGradient(float value, float norm, float scale) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor normTensor = f.scope.floats(1);
      Tensor scaleTensor = f.scope.floats(1);
      f.device.updates().clipByGlobalNorm(List.of(f.vector(0, value)), 2, normTensor, scaleTensor);
      assertArrayEquals(new float[] {norm}, normTensor.floats());
      assertArrayEquals(new float[] {scale}, scaleTensor.floats());
    }
  }

  @Test
  void updatesChangeNothingIfTheScaleIsNaN() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor w = f.vector(1, 2);
      Tensor g = f.vector(0, 1);
      Tensor state = f.vector(3, 4);
      Tensor other = f.vector(5, 6);
      Tensor scale = f.vector(Float.NaN);
      UpdateOperations updates = f.device.updates();
      updates.sgd(w, g, scale, RATE, 0.1f);
      updates.momentum(w, g, scale, state, RATE, 0.9f, false, 0.1f);
      updates.rmsProp(w, g, scale, state, RATE, 0.9f, 1e-8f, 0.1f);
      updates.adam(
          w,
          g,
          scale,
          state,
          other,
          1,
          new UpdateOperations.AdamCoefficients(RATE, 0.9f, 0.999f, 1e-8f, 0.1f, 0.1f));
      assertArrayEquals(new float[] {1, 2}, w.floats());
      assertArrayEquals(new float[] {3, 4}, state.floats());
      assertArrayEquals(new float[] {5, 6}, other.floats());
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteRefusesTheStep(float broken) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor scale = f.vector(0.5f);
      f.device.updates().refuseUnlessFinite(f.vector(0, -1e30f, 1e30f), scale);
      assertArrayEquals(new float[] {0.5f}, scale.floats());
      f.device.updates().refuseUnlessFinite(f.vector(0, 1, broken), scale);
      assertArrayEquals(new float[] {Float.NaN}, scale.floats());
    }
  }

  @Test
  void clipByValueReachesEveryElement() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor g = f.normal(COUNT);
      float[] expected = g.floats();
      for (int i = 0; i < COUNT; i++) {
        expected[i] = Math.max(-0.5f, Math.min(0.5f, expected[i]));
      }
      f.device.updates().clipByValue(g, 0.5f);
      assertArrayEquals(expected, g.floats());
    }
  }

  @Test
  void clipByValueKeepsNaN() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor g = f.vector(-3, -1, 0, 0.5f, 9, Float.NaN, Float.NEGATIVE_INFINITY);
      f.device.updates().clipByValue(g, 1);
      assertArrayEquals(new float[] {-1, -1, 0, 0.5f, 1, Float.NaN, -1}, g.floats());
    }
  }

  @Test
  void wrongArgumentsAreNamedAndNothingIsWritten() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      UpdateOperations ops = f.device.updates();
      Tensor w = f.normal(4);
      Tensor other = f.normal(5);
      long version = w.version();
      AdamCoefficients k = new AdamCoefficients(RATE, 0.9f, 0.999f, 1e-8f, 0, 0);
      assertRefused(
          "gradient: expected FLOAT32 with 4 elements, got FLOAT32 [5]",
          () -> ops.sgd(w, other, null, RATE, 0));
      assertRefused(
          "scale: expected FLOAT32 [1], got FLOAT32 [5]", () -> ops.sgd(w, w, other, RATE, 0));
      assertRefused(
          "velocity: expected", () -> ops.momentum(w, w, null, other, RATE, 0.9f, false, 0));
      assertRefused("squares: expected", () -> ops.rmsProp(w, w, null, other, RATE, 0.9f, 0, 0));
      assertRefused("firstMoment: expected", () -> ops.adam(w, w, null, other, w, 1, k));
      assertRefused("secondMoment: expected", () -> ops.adam(w, w, null, w, other, 1, k));
      assertRefused("step: expected at least 1, got 0", () -> ops.adam(w, w, null, w, w, 0, k));
      assertRefused("coefficients: expected", () -> ops.adam(w, w, null, w, w, 1, null));
      assertRefused("gradient: expected a value, got null", () -> ops.sgd(w, null, null, RATE, 0));
      assertRefused("average: expected", () -> ops.movingAverage(w, other, 0.9f));
      assertRefused("limit: expected at least 0", () -> ops.clipByValue(w, -1));
      assertRefused(
          "maximum: expected more than 0, got NaN",
          () -> ops.clipByGlobalNorm(List.of(w), Float.NaN, w, w));
      assertRefused("norm: expected FLOAT32 [1]", () -> ops.clipByGlobalNorm(List.of(w), 1, w, w));
      assertEquals(version, w.version());
    }
  }
}

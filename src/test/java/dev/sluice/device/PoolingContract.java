package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertClose;
import static dev.sluice.device.OperationsFixture.assertRefused;
import static dev.sluice.device.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public abstract class PoolingContract extends DeviceTest {
  /** The columns of y before and after the pooled features. */
  private static final int BEFORE = 2;

  private static final int AFTER = 1;

  static Stream<Arguments> cases() {
    List<List<Integer>> sizes =
        List.of(List.of(0, 2, 3), List.of(1, 1, 1), List.of(7, 3, 5), List.of(9, 131, 163));
    return Stream.of(PoolingKind.values())
        .flatMap(
            kind ->
                sizes.stream()
                    .flatMap(
                        size ->
                            Stream.of(true, false)
                                .map(ragged -> Arguments.of(kind, size, ragged))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void poolsValidStepsForwardAndBackward(PoolingKind kind, List<Integer> sizes, boolean ragged) {
    int t = sizes.get(0);
    int n = sizes.get(1);
    int features = sizes.get(2);
    int columns = BEFORE + features + AFTER;
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.normal(t, n, features);
      Tensor lengths = ragged ? f.integers(0, t, n) : null;
      Tensor y = f.normal(n, columns);
      Tensor argmax = kind == PoolingKind.MAX ? f.scope.ints(n, features) : null;
      Tensor dY = f.normal(n, columns);
      Tensor dX = f.normal(t, n, features);
      double[] values = doubles(x);
      double[] upstream = doubles(dY);
      double[] expectedY = doubles(y);
      double[] expectedDX = doubles(dX);
      int[] ends = ragged ? lengths.ints() : null;
      int[] expectedArgmax = new int[n * features];
      for (int i = 0; i < n * features; i++) {
        int row = i / features;
        int end = ragged ? ends[row] : t;
        int at = row * columns + BEFORE + i % features;
        double[] shares = shares(kind, values, i, n * features, end);
        expectedY[at] = 0;
        expectedArgmax[i] = -1;
        for (int step = 0; step < end; step++) {
          expectedY[at] += shares[step] * values[step * n * features + i];
          expectedDX[step * n * features + i] += shares[step] * upstream[at];
          expectedArgmax[i] = shares[step] == 1 ? step : expectedArgmax[i];
        }
      }

      SequenceOperations ops = f.device.sequences();
      ops.pool(kind, x, lengths, y, BEFORE, argmax);
      assertClose(expectedY, y, 1e-6);
      if (argmax != null) {
        assertArrayEquals(expectedArgmax, argmax.ints());
      }
      ops.poolBackward(kind, dY, BEFORE, lengths, argmax, dX);
      assertClose(expectedDX, dX, 1e-6);
    }
  }

  /** The weight of each valid timestep. */
  private static double[] shares(PoolingKind kind, double[] x, int i, int stride, int end) {
    double[] shares = new double[end];
    if (end == 0) {
      return shares;
    }
    int chosen = end - 1;
    switch (kind) {
      case MEAN -> {
        Arrays.fill(shares, 1.0 / end);
        return shares;
      }
      case MAX -> {
        for (int step = end - 1; step >= 0; step--) {
          chosen = x[step * stride + i] >= x[chosen * stride + i] ? step : chosen;
        }
      }
      case FIRST -> chosen = 0;
      case LAST, LAST_STEP -> {}
    }
    shares[chosen] = 1;
    return shares;
  }

  @Test
  void maximumTakesTheFirstOfEqualOnesAndTheFirstNaN() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.scope.floats(4, 1, 4);
      float nan = Float.NaN;
      float low = Float.NEGATIVE_INFINITY;
      x.write(2, 1, nan, low, 5, nan, 9, low, 5, nan, nan, low, 3, 7, 9, low);
      Tensor y = f.scope.floats(1, 4);
      Tensor argmax = f.scope.ints(1, 4);
      f.device.sequences().pool(PoolingKind.MAX, x, null, y, 0, argmax);
      assertArrayEquals(new float[] {5, nan, nan, low}, y.floats());
      assertArrayEquals(new int[] {1, 1, 0, 0}, argmax.ints());
    }
  }

  @Test
  void everyPoolingShowsNaNOfValidStepsButNotOfPadding() {
    for (PoolingKind kind : PoolingKind.values()) {
      try (OperationsFixture f = new OperationsFixture(device)) {
        Tensor x = f.scope.floats(2, 2, 1);
        x.write(Float.NaN, 1, 1, Float.NaN);
        Tensor y = f.scope.floats(2, 1);
        Tensor argmax = kind == PoolingKind.MAX ? f.scope.ints(2, 1) : null;
        f.device.sequences().pool(kind, x, f.integerVector(1, 1), y, 0, argmax);
        assertArrayEquals(new float[] {Float.NaN, 1}, y.floats());
      }
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      SequenceOperations ops = f.device.sequences();
      Tensor x = f.normal(3, 2, 4);
      Tensor y = f.normal(2, 5);
      Tensor argmax = f.integers(0, 2, 2, 4);
      assertRefused(
          "x: expected FLOAT32 [any, any, any]",
          () -> ops.pool(PoolingKind.LAST, y, null, y, 0, null));
      assertRefused(
          "y: expected FLOAT32 [2, any]", () -> ops.pool(PoolingKind.LAST, x, null, x, 0, null));
      assertRefused(
          "offset: expected room for 4 features in 5 columns, got 2",
          () -> ops.pool(PoolingKind.LAST, x, null, y, 2, null));
      assertRefused("offset:", () -> ops.poolBackward(PoolingKind.LAST, y, -1, null, null, x));
      assertRefused(
          "argmax: expected null for MEAN",
          () -> ops.pool(PoolingKind.MEAN, x, null, y, 0, argmax));
      assertRefused(
          "argmax: expected a tensor for MAX, got null",
          () -> ops.poolBackward(PoolingKind.MAX, y, 0, null, null, x));
      assertRefused(
          "argmax: expected INT32 [2, 4]", () -> ops.pool(PoolingKind.MAX, x, null, y, 0, y));
    }
  }

  @Test
  void stepsAndLengthsOutOfRangeAreNamed() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      SequenceOperations ops = f.device.sequences();
      Tensor x = f.normal(3, 2, 4);
      Tensor y = f.normal(2, 5);
      Tensor argmax = f.scope.ints(2, 4);
      for (int wrong : new int[] {3, -2}) {
        argmax.write(0, 0, 0, 0, 0, wrong, 0, 0);
        f.assertValueRefused(
            "argmax: expected -1 to 2, got " + wrong,
            "[1, 1]",
            5,
            () -> ops.poolBackward(PoolingKind.MAX, y, 0, null, argmax, x));
      }
      argmax.write(2, -1, 0, 0, 0, 0, 0, 0);
      ops.poolBackward(PoolingKind.MAX, y, 0, null, argmax, x);
      for (PoolingKind kind : PoolingKind.values()) {
        Tensor steps = kind == PoolingKind.MAX ? argmax : null;
        f.assertValueRefused(
            "lengths: expected 0 to 3, got 4",
            "[1]",
            1,
            () -> ops.pool(kind, x, f.integerVector(0, 4), y, 0, steps));
        f.assertValueRefused(
            "lengths: expected 0 to 3, got -1",
            "[1]",
            1,
            () -> ops.poolBackward(kind, y, 0, f.integerVector(3, -1), steps, x));
      }
    }
  }
}

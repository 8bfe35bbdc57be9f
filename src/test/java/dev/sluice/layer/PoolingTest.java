package dev.sluice.layer;

import static dev.sluice.sequence.PoolingKind.FIRST;
import static dev.sluice.sequence.PoolingKind.LAST;
import static dev.sluice.sequence.PoolingKind.LAST_STEP;
import static dev.sluice.sequence.PoolingKind.MAX;
import static dev.sluice.sequence.PoolingKind.MEAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.Values;
import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PoolingTest extends OnCpu {
  private static final int T = 5;
  private static final int N = 4;
  private static final int F = 6;

  static Stream<Arguments> cases() {
    int[] some = {5, 0, 2, 1};
    return Stream.of(
        Arguments.of(List.of(LAST), 0, some),
        Arguments.of(List.of(LAST), 2, some),
        Arguments.of(List.of(LAST), F, some),
        Arguments.of(List.of(LAST), 3, null),
        Arguments.of(List.of(FIRST), 2, some),
        Arguments.of(List.of(MAX), 0, some),
        Arguments.of(List.of(MEAN), 0, null),
        Arguments.of(List.of(MAX, MEAN), 3, some),
        Arguments.of(List.of(LAST_STEP), 0, some),
        Arguments.of(List.of(LAST_STEP), 3, some),
        Arguments.of(List.of(LAST_STEP), F, null),
        Arguments.of(List.of(LAST, LAST_STEP), 2, some),
        Arguments.of(List.of(MEAN, LAST, MAX), 3, some));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsDoubleLoopsForwardAndBackward(List<PoolingKind> poolings, int reverse, int[] lengths) {
    Draws draws = new Draws(11);
    double[][][] x = draws.sequence(T, N, F);
    int columns = poolings.size() * F;
    double[] dY = draws.doubles(N * columns);
    double[] y = new double[N * columns];
    double[][][] dX = new double[T][N][F];
    for (int k = 0; k < poolings.size(); k++) {
      for (int n = 0; n < N; n++) {
        for (int f = 0; f < F; f++) {
          int length = lengths == null ? T : lengths[n];
          int at = n * columns + k * F + f;
          double[] share = shares(poolings.get(k), f >= F - reverse, x, n, f, length);
          for (int t = 0; t < T; t++) {
            y[at] += share[t] * x[t][n][f];
            dX[t][n][f] += share[t] * dY[at];
          }
        }
      }
    }

    Pooling pooling = new PoolingSpec(poolings, reverse).create(Draws.context(scope));
    Layer.Pass pass =
        pooling.forward(
            Features.computed(
                floats(Values.floats(Values.flat(x)), T, N, F),
                lengths == null ? null : ints(lengths, N)),
            ForwardContext.training(scope, 1, 0));
    assertClose(y, pass.output().values());
    assertNull(pass.output().lengths());
    assertClose(Values.flat(dX), pass.backward(floats(Values.floats(dY), N, columns)));
  }

  /** The weight of each step in the pooled value of one feature of one row. */
  private static double[] shares(
      PoolingKind pooling, boolean reverse, double[][][] x, int n, int f, int length) {
    double[] shares = new double[T];
    if (length == 0) {
      return shares;
    }
    switch (pooling) {
      case FIRST -> shares[0] = 1;
      case LAST -> shares[reverse ? 0 : length - 1] = 1;
      case LAST_STEP -> shares[length - 1] = 1;
      case MEAN -> Arrays.fill(shares, 0, length, 1.0 / length);
      case MAX -> {
        int largest = 0;
        for (int t = 1; t < length; t++) {
          largest = x[t][n][f] > x[largest][n][f] ? t : largest;
        }
        shares[largest] = 1;
      }
    }
    return shares;
  }

  @Test
  void refusesNoneOrTheSameTwice() {
    assertThrows(IllegalArgumentException.class, PoolingSpec::of);
    assertThrows(IllegalArgumentException.class, () -> PoolingSpec.of(MAX, MAX));
  }

  @Test
  void dataGetsNoGradient() {
    Tensor x = floats(new float[] {1, 2}, 2, 1, 1);
    Layer.Pass pass =
        PoolingSpec.of(LAST)
            .create(Draws.context(scope))
            .forward(Features.data(x, null), ForwardContext.training(scope, 1, 0));
    assertArrayEquals(new float[] {2}, pass.output().values().floats());
    assertNull(pass.backward(floats(new float[] {1}, 1, 1)));
    assertEquals(false, pass.output().differentiable());
  }
}

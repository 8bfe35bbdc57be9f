package dev.sluice.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares each optimizer with PyTorch's documented formula, computed in double for one weight. */
class OptimizerTest extends OnCpu {
  private static final int STEPS = 6;
  private static final double RATE = 0.05;

  /** The update of one weight: changes the state and returns the new weight. */
  interface Formula {
    double step(double w, double g, double[] state, int t);
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of(Sgd.of(1e-3), (Formula) (w, g, s, t) -> w - RATE * g),
        Arguments.of(new Sgd(1e-3, 0.1), (Formula) (w, g, s, t) -> w - RATE * (g + 0.1 * w)),
        Arguments.of(
            new Momentum(1e-3, 0.9, false, 0.1),
            (Formula)
                (w, g, s, t) -> {
                  s[0] = 0.9 * s[0] + g + 0.1 * w;
                  return w - RATE * s[0];
                }),
        Arguments.of(
            Momentum.nesterov(1e-3),
            (Formula)
                (w, g, s, t) -> {
                  s[0] = 0.9 * s[0] + g;
                  return w - RATE * (g + 0.9 * s[0]);
                }),
        Arguments.of(
            new RmsProp(1e-3, 0.9, 1e-8, 0.1),
            (Formula)
                (w, g, s, t) -> {
                  double d = g + 0.1 * w;
                  s[0] = 0.9 * s[0] + 0.1 * d * d;
                  return w - RATE * d / (Math.sqrt(s[0]) + 1e-8);
                }),
        Arguments.of(
            new Adam(1e-3, 0.9, 0.99, 1e-8, 0.1),
            (Formula) (w, g, s, t) -> adam(w, g + 0.1 * w, s, t, 0.9, 0.99)),
        Arguments.of(Adam.of(1e-3), (Formula) (w, g, s, t) -> adam(w, g, s, t, 0.9, 0.999)),
        Arguments.of(
            new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.3),
            (Formula) (w, g, s, t) -> adam(w - RATE * 0.3 * w, g, s, t, 0.9, 0.999)));
  }

  private static double adam(double w, double g, double[] s, int t, double beta1, double beta2) {
    s[0] = beta1 * s[0] + (1 - beta1) * g;
    s[1] = beta2 * s[1] + (1 - beta2) * g * g;
    double mean = s[0] / (1 - Math.pow(beta1, t));
    double square = s[1] / (1 - Math.pow(beta2, t));
    return w - RATE * mean / (Math.sqrt(square) + 1e-8);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void followsItsFormula(OptimizerSpec spec, Formula formula) {
    double[] w = {0.5, -2, 0.25};
    double[][] state = new double[3][2];
    Parameter parameter = Weights.of(scope, "w", 0.5f, -2, 0.25f);
    Optimizer optimizer = scope.own(spec.createFor(List.of(parameter)));
    Tensor scale = floats(new float[] {0.5f}, 1);
    for (int t = 1; t <= STEPS; t++) {
      double[] g = {Math.sin(t), 3 * Math.cos(2 * t), 1e-3 * t};
      parameter.gradient().write((float) g[0], (float) g[1], (float) g[2]);
      optimizer.step(RATE, scale);
      for (int i = 0; i < w.length; i++) {
        w[i] = formula.step(w[i], 0.5 * g[i], state[i], t);
      }
    }
    assertEquals(STEPS, optimizer.steps());
    assertClose(w, parameter.value());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void continuesFromRestoredStateWithTheSameBits(OptimizerSpec spec, Formula unused) {
    Parameter straight = Weights.of(scope, "w", 1, -1);
    Parameter resumed = Weights.of(scope, "w", 1, -1);
    Optimizer whole = scope.own(spec.createFor(List.of(straight)));
    Optimizer first = scope.own(spec.createFor(List.of(resumed)));
    steps(whole, straight, 0, STEPS);
    steps(first, resumed, 0, 3);
    Optimizer second = scope.own(spec.createFor(List.of(resumed)));
    first.state().forEach((name, tensor) -> second.state().get(name).write(tensor.floats()));
    second.restore(first.steps());
    steps(second, resumed, 3, STEPS);
    assertArrayEquals(straight.value().floats(), resumed.value().floats());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aStepTakesTheRateOfTheDescription(OptimizerSpec spec, Formula unused) {
    Parameter told = Weights.of(scope, "w", 1, -1);
    Parameter described = Weights.of(scope, "w", 1, -1);
    for (Parameter parameter : List.of(told, described)) {
      parameter.gradient().write(0.5f, -2f);
    }
    scope.own(spec.createFor(List.of(told))).step(RATE, null);
    Optimizer optimizer = scope.own(spec.withLearningRate(RATE).createFor(List.of(described)));
    assertEquals(RATE, optimizer.learningRate());
    optimizer.step();
    assertArrayEquals(told.value().floats(), described.value().floats());
    assertEquals(spec, spec.withLearningRate(RATE).withLearningRate(spec.learningRate()));
    assertEquals(0.25, spec.withWeightDecay(0.25).weightDecay());
  }

  private static void steps(Optimizer optimizer, Parameter parameter, int from, int to) {
    for (int t = from; t < to; t++) {
      parameter.gradient().write((float) Math.sin(t), (float) Math.cos(t));
      optimizer.step(RATE, null);
    }
  }

  @Test
  void groupsHaveRatesAndDecaysOfTheirOwn() {
    Parameter plain = Weights.of(scope, "plain", 1);
    Parameter slow = Weights.of(scope, "slow", 1);
    Parameter undecayed = Weights.of(scope, "undecayed", 1);
    Optimizer optimizer =
        scope.own(
            new Sgd(1e-3, 0.5)
                .create(
                    List.of(
                        ParameterGroup.of(List.of(plain)),
                        ParameterGroup.of(List.of(slow)).withLearningRateFactor(0.1),
                        ParameterGroup.of(List.of(undecayed)).withWeightDecay(0))));
    optimizer.parameters().forEach(parameter -> parameter.gradient().write(1f));
    optimizer.step(0.1, null);
    assertEquals(1 - 0.1 * 1.5, plain.value().floats()[0], 1e-6);
    assertEquals(1 - 0.01 * 1.5, slow.value().floats()[0], 1e-6);
    assertEquals(1 - 0.1, undecayed.value().floats()[0], 1e-6);
  }

  @Test
  void frozenParametersStayAsTheyAre() {
    Parameter frozen = Weights.of(scope, "frozen", 1);
    Parameter free = Weights.of(scope, "free", 1);
    frozen.setTrainable(false);
    Optimizer optimizer =
        scope.own(new AdamW(1e-3, 0.9, 0.99, 1e-8, 0.1).createFor(List.of(frozen, free)));
    frozen.gradient().write(1f);
    free.gradient().write(1f);
    optimizer.step(0.1, null);
    assertEquals(1, frozen.value().floats()[0]);
    assertEquals(0.89, free.value().floats()[0], 1e-5);
  }

  @Test
  void statesAreNamedAfterTheirParameters() {
    Optimizer adam =
        scope.own(
            Adam.of(1e-3).createFor(List.of(Weights.of(scope, "a", 1), Weights.of(scope, "b", 1))));
    assertEquals(
        Set.of("a.first_moment", "a.second_moment", "b.first_moment", "b.second_moment"),
        adam.state().keySet());
  }

  @Test
  void refusesInvalidArguments() {
    Parameter w = Weights.of(scope, "w", 1);
    assertEquals(
        "groups: expected each parameter once, got w again",
        refusal(() -> Sgd.of(1e-3).createFor(List.of(w, w))));
    assertEquals(
        "beta2: expected 0 to below 1 in float32, got 1.0",
        refusal(() -> new Adam(1e-3, 0.9, 1, 1e-8, 0)));
    assertEquals(
        "epsilon: expected a number above 0, finite in float32, got 0.0",
        refusal(() -> new RmsProp(1e-3, 0.9, 0, 0)));
    Optimizer sgd = scope.own(Sgd.of(1e-3).createFor(List.of(w)));
    assertEquals(
        "learningRate: expected a number of at least 0, finite in float32, got NaN",
        refusal(() -> sgd.step(Double.NaN, null)));
  }

  /** Numbers that are in range in double, but not in float32, in which devices compute. */
  @Test
  void refusesWhatIsOutOfRangeInFloat32() {
    refusal(() -> Sgd.of(1e39));
    refusal(() -> Momentum.of(1e39));
    refusal(() -> RmsProp.of(1e39));
    refusal(() -> Adam.of(1e39));
    refusal(() -> AdamW.of(1e39));
    refusal(() -> new Sgd(1e-3, 1e39));
    refusal(() -> new Momentum(1e-3, 0.99999999, false, 0));
    refusal(() -> new Adam(1e-3, 0.9, 0.99999999, 1e-8, 0));
    refusal(() -> new AdamW(1e-3, 0.9, 0.999, 1e-60, 0));
    refusal(() -> new RmsProp(1e-3, 0.99, 1e39, 0));
    refusal(() -> Clipping.byGlobalNorm(1e-60));
    Parameter w = Weights.of(scope, "w", 1);
    ParameterGroup fast = ParameterGroup.of(List.of(w)).withLearningRateFactor(1e20);
    Optimizer sgd = scope.own(Sgd.of(1e-3).create(List.of(fast)));
    assertEquals(
        "learningRate: expected a number of at least 0, finite in float32, got 1.0E40",
        refusal(() -> sgd.step(1e20, null)));
    assertEquals(0, sgd.steps());
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}

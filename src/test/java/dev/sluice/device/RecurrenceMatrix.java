package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.CellParameter;
import dev.sluice.oracle.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of recurrences that every device must pass. A subclass opens the device. */
public abstract class RecurrenceMatrix extends DeviceTest {
  private static final String TABLES = "dev.sluice.device.RecurrenceCases#";
  private static final String REPRESENTATIVES = TABLES + "representatives";

  /** The tolerance of the device, as a multiple of the tolerance of the CPU. */
  protected double tolerance() {
    return 1;
  }

  /**
   * Whether a pass gives the same bits each time, with or without its backward pass. If not, the
   * results are compared with a tolerance.
   */
  protected boolean givesTheSameBits() {
    return true;
  }

  @ParameterizedTest
  @MethodSource({TABLES + "shapes", TABLES + "activations"})
  protected void agreesWithTheOracle(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      assertClose(problem.answer(), fixture.run().results());
    }
  }

  @ParameterizedTest
  @MethodSource({TABLES + "options", TABLES + "optionsTogether"})
  void agreesWithTheOracleOnEveryOption(RecurrenceCase form) {
    agreesWithTheOracle(form);
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void readsAndWritesPartsOfWiderSequences(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem, null, 3)) {
      assertClose(problem.answer(), fixture.run().results());
      assertTrue(fixture.marginsAreIntact());
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void addsToGradients(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    Map<String, double[]> answer = problem.answer();
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      Map<String, Tensor> targets = new HashMap<>(fixture.parameterGradients());
      targets.put("x", fixture.gradients.dX().tensor());
      targets.put("h0", fixture.gradients.dH0());
      if (form.cell().hasCellState()) {
        targets.put("c0", fixture.gradients.dC0());
      }
      Random random = new Random(1);
      targets.forEach(
          (name, tensor) -> {
            double[] already = Values.random(1, random, (int) tensor.shape().elements());
            tensor.write(Values.floats(already));
            double[] sum = answer.get("grad." + name);
            Arrays.setAll(sum, k -> sum[k] + already[k]);
          });
      assertClose(answer, fixture.run().results());
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void leavesGradientsOfFrozenParametersUnchanged(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    for (CellParameter frozen : form.cell().parameterShapes().keySet()) {
      try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
        fixture.parameters.get(frozen).setTrainable(false);
        Map<String, double[]> expected = problem.answer();
        Arrays.fill(expected.get("grad." + frozen.label()), 0);
        assertClose(expected, fixture.run().results());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void keepingOnlyOutputsGivesTheSame(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture light = new RecurrenceFixture(device, problem);
        RecurrenceFixture full = new RecurrenceFixture(device, problem)) {
      light.forward(RecurrencePlan.Keep.OUTPUTS).close();
      full.forward(RecurrencePlan.Keep.FOR_BACKWARD).close();
      assertSame(full.results(), light.results());
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void repetitionGivesTheSame(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture first = new RecurrenceFixture(device, problem);
        RecurrenceFixture second = new RecurrenceFixture(device, problem)) {
      assertSame(first.run().results(), second.run().results());
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void unwantedOutputsAndInputGradientsMayBeAbsent(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture wanted = new RecurrenceFixture(device, problem);
        RecurrenceFixture unwanted = new RecurrenceFixture(device, problem)) {
      Map<String, float[]> expected = wanted.run().results();
      RecurrencePlan.Outputs onlyY = new RecurrencePlan.Outputs(unwanted.outputs.y(), null, null);
      try (RecurrencePass pass =
          unwanted.plan.forward(
              unwanted.inputs, unwanted.parameters, onlyY, RecurrencePlan.Keep.FOR_BACKWARD)) {
        pass.backward(unwanted.upstream, new RecurrencePlan.InputGradients(null, null, null));
      }
      Map<String, float[]> results = unwanted.results();
      for (String name : List.of("hn", "cn", "cells", "gates", "grad.x", "grad.h0", "grad.c0")) {
        expected.remove(name);
        results.remove(name);
      }
      assertSame(expected, results);
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void ignoresInputsAndGradientsBeyondTheLengths(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    for (int n = 0; n < form.batch(); n++) {
      for (int t = problem.inputs.lengths()[n]; t < form.timesteps(); t++) {
        Arrays.fill(problem.inputs.x()[t][n], Double.NaN);
        Arrays.fill(problem.upstream.dY()[t][n], Double.NaN);
        if (problem.upstream.dCells() != null) {
          Arrays.fill(problem.upstream.dCells()[t][n], Double.NaN);
        }
      }
    }
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      assertClose(problem.answer(), fixture.run().results());
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void onePlanServesSeveralOpenPassesOfDifferentShapes(RecurrenceCase form) {
    List<RecurrenceFixture> fixtures = new ArrayList<>();
    try (Scope scope = device.scope();
        RecurrencePlan plan = RecurrenceFixture.plan(device, form, new Capacity(17, 9))) {
      for (int[] shape : new int[][] {{17, 9}, {3, 1}, {5, 9}, {16, 2}}) {
        RecurrenceCase other = form.withShape(shape[0], shape[1]);
        RecurrenceProblem problem = new RecurrenceProblem(other);
        fixtures.add(scope.own(new RecurrenceFixture(device, problem, plan, 0)));
      }
      List<RecurrencePass> passes = new ArrayList<>();
      for (RecurrenceFixture fixture : fixtures) {
        passes.add(scope.own(fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)));
      }
      for (int k : new int[] {2, 0, 3, 1}) {
        passes.get(k).backward(fixtures.get(k).upstream, fixtures.get(k).gradients);
      }
      for (RecurrenceFixture fixture : fixtures) {
        assertClose(fixture.problem.answer(), fixture.results());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void sequencesOfNoStepsKeepTheInitialStates(RecurrenceCase form) {
    int batch = form.batch();
    try (Scope scope = device.scope();
        RecurrenceFixture full = new RecurrenceFixture(device, new RecurrenceProblem(form))) {
      FeatureSlice x = FeatureSlice.of(scope.floats(0, batch, form.cell().inputSize()));
      FeatureSlice y = FeatureSlice.of(scope.floats(0, batch, form.cell().outputSize()));
      try (RecurrencePass pass =
          full.plan.forward(
              new RecurrencePlan.Inputs(x, null, full.inputs.h0(), full.inputs.c0()),
              full.parameters,
              new RecurrencePlan.Outputs(y, full.outputs.hN(), full.outputs.cN()),
              RecurrencePlan.Keep.FOR_BACKWARD)) {
        pass.backward(
            new RecurrencePlan.OutputGradients(null, full.upstream.dHN(), full.upstream.dCN()),
            new RecurrencePlan.InputGradients(null, full.gradients.dH0(), full.gradients.dC0()));
      }
      assertArrayEquals(full.inputs.h0().floats(), full.outputs.hN().floats());
      assertArrayEquals(full.upstream.dHN().floats(), full.gradients.dH0().floats());
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void usesWeightsThatWereWrittenBetweenPasses(RecurrenceCase form) {
    RecurrenceProblem first = new RecurrenceProblem(form, 1);
    RecurrenceProblem second = new RecurrenceProblem(form, 2);
    try (RecurrencePlan plan =
            RecurrenceFixture.plan(device, form, new Capacity(form.timesteps(), form.batch()));
        RecurrenceFixture before = new RecurrenceFixture(device, first, plan, 0);
        RecurrenceFixture after = new RecurrenceFixture(device, second, plan, 0)) {
      before.run();
      before.write(second);
      try (RecurrencePass pass =
          plan.forward(
              after.inputs, before.parameters, after.outputs, RecurrencePlan.Keep.FOR_BACKWARD)) {
        pass.backward(after.upstream, after.gradients);
      }
      Map<String, double[]> answer = second.answer();
      for (String name : List.of("y", "hn", "grad.x", "grad.h0")) {
        assertClose(name, answer.get(name), after.results().get(name));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void forwardPassesOfOneModelMayRunConcurrently(RecurrenceCase form) {
    RecurrenceProblem first = new RecurrenceProblem(form);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (Scope scope = device.scope();
        RecurrencePlan plan = RecurrenceFixture.plan(device, form, new Capacity(9, 9))) {
      List<RecurrenceFixture> fixtures = new ArrayList<>();
      for (int k = 0; k < 8; k++) {
        RecurrenceCase other = form.withShape(9 - k % 3, 9 - k);
        RecurrenceProblem problem = new RecurrenceProblem(other, k, first.weights);
        fixtures.add(scope.own(new RecurrenceFixture(device, problem, plan, 0)));
      }
      CellParameters shared = fixtures.get(0).parameters;
      CompletableFuture.allOf(
              fixtures.stream()
                  .map(each -> CompletableFuture.runAsync(() -> repeat(each, shared), callers))
                  .toArray(CompletableFuture[]::new))
          .join();
      for (RecurrenceFixture fixture : fixtures) {
        Map<String, double[]> answer = fixture.problem.answer();
        assertClose("y", answer.get("y"), fixture.results().get("y"));
        assertClose("hn", answer.get("hn"), fixture.results().get("hn"));
      }
    } finally {
      callers.shutdown();
    }
  }

  private static void repeat(RecurrenceFixture fixture, CellParameters shared) {
    for (int k = 0; k < 20; k++) {
      fixture
          .plan
          .forward(fixture.inputs, shared, fixture.outputs, RecurrencePlan.Keep.OUTPUTS)
          .close();
    }
  }

  private void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    if (givesTheSameBits()) {
      Closeness.assertSameBits(expected, actual);
      return;
    }
    Map<String, double[]> asDoubles = new HashMap<>();
    expected.forEach((name, values) -> asDoubles.put(name, Values.doubles(values)));
    assertClose(asDoubles, actual);
  }

  private void assertClose(Map<String, double[]> expected, Map<String, float[]> actual) {
    Closeness.assertClose(expected, actual, tolerance());
  }

  private void assertClose(String name, double[] expected, float[] actual) {
    Closeness.assertClose(Map.of(name, expected), Map.of(name, actual), tolerance());
  }
}

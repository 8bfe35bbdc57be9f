package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.cell.Cell;
import dev.sluice.device.Closeness;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of recurrent stacks for every device; a test class per device extends it. */
public abstract class RecurrentStackContract extends DeviceTest {
  private static final String PAIRS = "dev.sluice.layer.StackCases#pairs";
  private static final String REPRESENTATIVES = "dev.sluice.layer.StackCases#representatives";

  @ParameterizedTest
  @MethodSource(PAIRS)
  void trainingAgreesWithTheOracle(StackCase row) {
    StackProblem problem = new StackProblem(row);
    try (Scope scope = device.scope()) {
      Recurrent layer = layer(problem, scope);
      assertClose(problem, problem.answer(), train(problem, layer, scope));
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void inferenceAgreesWithTheOracle(StackCase row) {
    StackProblem problem = new StackProblem(row);
    try (Scope scope = device.scope()) {
      Recurrent layer = layer(problem, scope);
      Map<String, float[]> results = new LinkedHashMap<>();
      forward(problem, layer, ForwardContext.inference(scope), results);
      assertClose(problem, problem.inference(), results);
    }
  }

  /** Recorded graphs and packed weights are reused with other masks. */
  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void laterStepsAgreeToo(StackCase row) {
    StackProblem problem = new StackProblem(row);
    try (Scope scope = device.scope()) {
      Recurrent layer = layer(problem, scope);
      for (int step = 0; step < 4; step++) {
        try (Scope other = device.scope()) {
          ForwardContext context = ForwardContext.training(other, 5, step);
          RecurrentPass pass = forward(problem, layer, context, new LinkedHashMap<>());
          pass.backward(other.zeros(pass.output().values().shape()));
        }
        layer.parameters().forEach(Parameter::zeroGradient);
        try (Scope own = device.scope()) {
          assertClose(problem, problem.answer(), train(problem, layer, own));
        }
        layer.parameters().forEach(Parameter::zeroGradient);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void severalPassesMayBeOpenUnderMasksOfTheirOwn(StackCase row) {
    StackProblem problem = new StackProblem(row);
    try (Scope scope = device.scope()) {
      Recurrent layer = layer(problem, scope);
      RecurrentPass other =
          forward(problem, layer, ForwardContext.training(scope, 5, 0), new LinkedHashMap<>());
      Map<String, float[]> results = train(problem, layer, scope);
      assertClose(problem, problem.answer(), results);
      layer.parameters().forEach(Parameter::zeroGradient);
      other.backward(scope.zeros(other.output().values().shape()));
      for (Parameter parameter : layer.parameters()) {
        float[] gradient = parameter.gradient().floats();
        for (float value : gradient) {
          assertEquals(0, value, parameter.name());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void frozenParametersGetNoGradient(StackCase row) {
    StackProblem problem = new StackProblem(row);
    try (Scope scope = device.scope()) {
      Recurrent layer = layer(problem, scope);
      Map<String, double[]> expected = problem.answer();
      for (Parameter parameter : layer.parameters()) {
        if (parameter.name().startsWith("weight_hh") || parameter.name().startsWith("h0")) {
          parameter.setTrainable(false);
          expected.computeIfPresent(
              "grad." + parameter.name(), (name, values) -> new double[values.length]);
        }
      }
      assertClose(problem, expected, train(problem, layer, scope));
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void repetitionGivesTheSameBits(StackCase row) {
    StackProblem problem = new StackProblem(row);
    try (Scope scope = device.scope()) {
      Map<String, float[]> first = train(problem, layer(problem, scope), scope);
      Closeness.assertSameBits(first, train(problem, layer(problem, scope), scope));
    }
  }

  /**
   * Layer normalization may divide by numbers as small as its epsilon, which enlarges rounding
   * errors.
   */
  private static void assertClose(
      StackProblem problem, Map<String, double[]> expected, Map<String, float[]> actual) {
    boolean normalized = problem.each().stream().anyMatch(Cell::layerNorm);
    Closeness.assertClose(expected, actual, normalized ? 5 : 1);
  }

  private Recurrent layer(StackProblem problem, Scope scope) {
    LayerContext context = new LayerContext(scope, "", StackProblem.INDEX, new SplittableRandom(1));
    Recurrent layer = problem.spec.create(context);
    Map<String, double[]> values = problem.parameters();
    assertEquals(
        List.copyOf(problem.spec.parameterShapes().keySet()),
        layer.parameters().stream().map(Parameter::name).toList());
    for (Parameter parameter : layer.parameters()) {
      parameter.value().write(Values.floats(values.get(parameter.name())));
    }
    return layer;
  }

  /** Runs a traced forward pass; returns the outputs by name. */
  private RecurrentPass forward(
      StackProblem problem, Recurrent layer, ForwardContext context, Map<String, float[]> results) {
    Scope scope = context.scope();
    Tensor lengths = null;
    if (problem.row.lengths() != null) {
      lengths = scope.ints(StackCase.BATCH);
      lengths.write(problem.row.lengths());
    }
    Features input = Features.computed(RecurrentFixture.tensor(scope, problem.x), lengths);
    RecurrentStates given =
        problem.row.given() ? states(problem, problem.h0, problem.c0, scope) : null;
    RecurrentPass pass = layer.forwardTraced(input, given, context);
    results.put("y", pass.output().values().floats());
    for (int k = 0; k < problem.each().size(); k++) {
      RecurrentTrace.Entry trace = pass.trace().get(k);
      results.put("hn " + k, pass.finalStates().get(k).hidden().floats());
      results.put("h " + k, features(trace.hidden(), scope));
      results.put("gates " + k, trace.gates().floats());
      if (problem.each().get(k).hasCellState()) {
        results.put("cn " + k, pass.finalStates().get(k).cell().floats());
        results.put("c " + k, trace.cells().floats());
      }
    }
    if (!problem.row.poolings().isEmpty() && !context.training()) {
      results.put("pooled", pool(problem, pass, context).output().values().floats());
    }
    return pass;
  }

  private Map<String, float[]> train(StackProblem problem, Recurrent layer, Scope scope) {
    ForwardContext context = ForwardContext.training(scope, StackProblem.SEED, StackProblem.STEP);
    Map<String, float[]> results = new LinkedHashMap<>();
    RecurrentPass pass = forward(problem, layer, context, results);
    Tensor dY;
    if (problem.row.poolings().isEmpty()) {
      dY = RecurrentFixture.tensor(scope, problem.upstream.dY());
    } else {
      Layer.Pass pooling = pool(problem, pass, context);
      results.put("pooled", pooling.output().values().floats());
      dY = pooling.backward(RecurrentFixture.tensor(scope, problem.dPooled));
    }
    List<Tensor> dCells = new ArrayList<>();
    for (int k = 0; k < problem.each().size(); k++) {
      dCells.add(
          problem.each().get(k).hasCellState()
              ? RecurrentFixture.tensor(scope, problem.upstream.dCells()[k])
              : null);
    }
    RecurrentStates dFinal = states(problem, problem.upstream.dHN(), problem.upstream.dCN(), scope);
    results.put("grad.x", pass.backward(dY, dFinal, dCells).floats());
    layer
        .parameters()
        .forEach(each -> results.put("grad." + each.name(), each.gradient().floats()));
    if (problem.row.given()) {
      for (int k = 0; k < problem.each().size(); k++) {
        RecurrentStates.State gradient = pass.initialStateGradients().get(k);
        results.put("grad.given h " + k, gradient.hidden().floats());
        if (gradient.cell() != null) {
          results.put("grad.given c " + k, gradient.cell().floats());
        }
      }
    }
    return results;
  }

  private static Layer.Pass pool(StackProblem problem, RecurrentPass pass, ForwardContext context) {
    FeatureShape shape = problem.spec.outputShape(FeatureShape.sequence(problem.spec.inputSize()));
    PoolingSpec spec = new PoolingSpec(problem.row.poolings(), shape.reverseFeatures());
    LayerContext at =
        new LayerContext(context.scope(), "", StackProblem.INDEX + 1, new SplittableRandom(1));
    return spec.create(at).forward(pass.output(), context);
  }

  private static RecurrentStates states(
      StackProblem problem, double[][][] h, double[][][] c, Scope scope) {
    List<RecurrentStates.State> states = new ArrayList<>();
    for (int k = 0; k < h.length; k++) {
      states.add(
          new RecurrentStates.State(
              RecurrentFixture.tensor(scope, h[k]),
              problem.each().get(k).hasCellState() ? RecurrentFixture.tensor(scope, c[k]) : null));
    }
    return new RecurrentStates(states);
  }

  private float[] features(FeatureSlice slice, Scope scope) {
    Tensor copy = scope.floats(slice.timesteps(), slice.batch(), slice.width());
    device.elementwise().copyColumns(slice.tensor(), slice.offset(), copy, 0, slice.width());
    return copy.floats();
  }
}

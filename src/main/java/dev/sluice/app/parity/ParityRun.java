package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs a case on a device, layer by layer and direction by direction, on bare recurrence plans. */
final class ParityRun {
  private final ParityCase given;
  private final Scope scope;
  private final Tensor lengths;
  private final List<CellRun> runs = new ArrayList<>();
  private final Map<String, float[]> results = new LinkedHashMap<>();

  /** One cell in one direction, after its forward pass. */
  private record CellRun(
      CellCase given,
      RecurrencePass pass,
      CellParameters parameters,
      Tensor hN,
      Tensor cN,
      Tensor dH0,
      Tensor dC0) {}

  private ParityRun(ParityCase given, Scope scope) {
    this.given = given;
    this.scope = scope;
    lengths = given.lengths() == null ? null : scope.ints(given.batch());
    if (lengths != null) {
      lengths.write(given.lengths());
    }
  }

  /**
   * Runs forward, and backward where gradients come from above.
   *
   * @return by name: whatever the case expects, and more
   */
  static Map<String, float[]> run(Device device, ParityCase given) {
    try (Scope scope = device.scope()) {
      ParityRun run = new ParityRun(given, scope);
      run.forward();
      if (given.goesBackward()) {
        run.backward();
      }
      return run.results;
    }
  }

  private void forward() {
    Tensor below = sequence(given.x(), given.cells().get(0).cell().inputSize());
    for (int layer = 0; layer < given.layers(); layer++) {
      List<CellCase> cells = given.layer(layer);
      int each = cells.get(0).cell().outputSize();
      Tensor y = scope.floats(given.timesteps(), given.batch(), given.directions() * each);
      for (int d = 0; d < cells.size(); d++) {
        runs.add(forward(cells.get(d), below, new FeatureSlice(y, d * each, each)));
      }
      below = given.merge() == Merge.SUM ? sequence(sumOfHalves(y.floats(), each), each) : y;
    }
    results.put("y", below.floats());
    putStates("hn", CellRun::hN);
    putStates("cn", CellRun::cN);
  }

  private CellRun forward(CellCase of, Tensor x, FeatureSlice y) {
    Cell cell = of.cell();
    RecurrencePlan plan =
        scope.own(
            scope
                .device()
                .recurrence(
                    cell,
                    new Capacity(given.timesteps(), given.batch()),
                    of.direction(),
                    given.bptt()));
    CellParameters parameters = new CellParameters(cell, parameters(of));
    boolean cellState = cell.hasCellState();
    int width = cell.outputSize();
    int hidden = cell.hiddenSize();
    Tensor hN = scope.floats(given.batch(), width);
    Tensor cN = cellState ? scope.floats(given.batch(), hidden) : null;
    Tensor cells = traceIfExpected(of.named("cells"), hidden);
    Tensor gates = traceIfExpected(of.named("gates"), cell.gates() * hidden);
    RecurrencePass pass =
        scope.own(
            plan.forward(
                new RecurrencePlan.Inputs(
                    FeatureSlice.of(x),
                    lengths,
                    state(of.h0(), width),
                    state(of.c0(), hidden),
                    of.masks()),
                parameters,
                new RecurrencePlan.Outputs(y, sliceOf(cells), sliceOf(gates), hN, cN),
                given.goesBackward()
                    ? RecurrencePlan.Keep.FOR_BACKWARD
                    : RecurrencePlan.Keep.OUTPUTS));
    putTrace(of.named("cells"), cells);
    putTrace(of.named("gates"), gates);
    Tensor dH0 = scope.zeros(given.batch(), width);
    Tensor dC0 = cellState ? scope.zeros(given.batch(), hidden) : null;
    return new CellRun(of, pass, parameters, hN, cN, dH0, dC0);
  }

  private void backward() {
    int top = given.outputSize(given.layers() - 1);
    Tensor dAbove = given.dY() == null ? null : sequence(given.dY(), top);
    for (int layer = given.layers() - 1; layer >= 0; layer--) {
      Cell cell = given.layer(layer).get(0).cell();
      int each = cell.outputSize();
      Tensor dBelow = scope.zeros(given.timesteps(), given.batch(), cell.inputSize());
      for (int d = 0; d < given.directions(); d++) {
        int offset = given.merge() == Merge.SUM ? 0 : d * each;
        backward(
            runs.get(layer * given.directions() + d),
            dAbove == null ? null : new FeatureSlice(dAbove, offset, each),
            dBelow);
      }
      dAbove = dBelow;
    }
    results.put("grad.x", dAbove.floats());
    putStates("grad.h0", CellRun::dH0);
    putStates("grad.c0", CellRun::dC0);
  }

  private void backward(CellRun run, FeatureSlice dY, Tensor dBelow) {
    CellCase of = run.given;
    int hidden = of.cell().hiddenSize();
    Tensor dCells = of.dCells() == null ? null : sequence(of.dCells(), hidden);
    run.pass.backward(
        new RecurrencePlan.OutputGradients(
            dY, sliceOf(dCells), state(of.dHN(), of.cell().outputSize()), state(of.dCN(), hidden)),
        new RecurrencePlan.InputGradients(FeatureSlice.of(dBelow), run.dH0, run.dC0));
    for (CellParameter role : of.cell().parameterShapes().keySet()) {
      results.put("grad." + of.named(role.label()), run.parameters.get(role).gradient().floats());
    }
  }

  private Map<CellParameter, Parameter> parameters(CellCase of) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    of.cell()
        .parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor value = scope.device().allocate(DType.FLOAT32, Shape.of(shape));
              Parameter parameter = scope.own(new Parameter(role.label(), value));
              value.write(of.weights().get(role));
              byRole.put(role, parameter);
            });
    return byRole;
  }

  private Tensor sequence(float[] values, int features) {
    Tensor tensor = scope.floats(given.timesteps(), given.batch(), features);
    tensor.write(values);
    return tensor;
  }

  /** The steps' rows are 2F wide: adds their second half to their first. */
  private static float[] sumOfHalves(float[] values, int features) {
    float[] sums = new float[values.length / 2];
    for (int k = 0; k < sums.length; k++) {
      int first = k / features * 2 * features + k % features;
      sums[k] = values[first] + values[first + features];
    }
    return sums;
  }

  private Tensor state(float[] values, int width) {
    if (values == null) {
      return null;
    }
    Tensor tensor = scope.floats(given.batch(), width);
    tensor.write(values);
    return tensor;
  }

  private Tensor traceIfExpected(String name, int width) {
    return given.expected().containsKey(name)
        ? scope.floats(given.timesteps(), given.batch(), width)
        : null;
  }

  private static FeatureSlice sliceOf(Tensor tensor) {
    return tensor == null ? null : FeatureSlice.of(tensor);
  }

  private void putTrace(String name, Tensor trace) {
    if (trace != null) {
      results.put(name, trace.floats());
    }
  }

  /** Puts a state of every cell under its own name, and all of them, one after another, as well. */
  private void putStates(String name, Function<CellRun, Tensor> part) {
    if (part.apply(runs.get(0)) == null) {
      return;
    }
    List<float[]> parts = runs.stream().map(run -> part.apply(run).floats()).toList();
    float[] joined = new float[parts.stream().mapToInt(values -> values.length).sum()];
    int at = 0;
    for (int k = 0; k < parts.size(); k++) {
      results.put(runs.get(k).given.named(name), parts.get(k));
      System.arraycopy(parts.get(k), 0, joined, at, parts.get(k).length);
      at += parts.get(k).length;
    }
    results.put(name, joined);
  }
}

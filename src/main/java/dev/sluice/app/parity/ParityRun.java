package dev.sluice.app.parity;

import static java.util.Objects.requireNonNull;

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
import dev.sluice.layer.Merge;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a parity case on a device. It calls the recurrence plans directly, one per layer and
 * direction.
 */
final class ParityRun {
  private final ParityCase given;
  private final Scope scope;
  private final @Nullable Tensor lengths;
  private final List<CellRun> runs = new ArrayList<>();
  private final Map<String, float[]> results = new LinkedHashMap<>();

  /** One cell after its forward pass. */
  private record CellRun(
      CellCase given,
      RecurrencePass pass,
      CellParameters parameters,
      Tensor hN,
      @Nullable Tensor cN,
      Tensor dH0,
      @Nullable Tensor dC0) {}

  private ParityRun(ParityCase given, Scope scope) {
    this.given = given;
    this.scope = scope;
    lengths = lengths(given, scope);
  }

  private static @Nullable Tensor lengths(ParityCase given, Scope scope) {
    if (given.lengths() == null) {
      return null;
    }
    Tensor lengths = scope.ints(given.batch());
    lengths.write(given.lengths());
    return lengths;
  }

  /**
   * Runs the forward pass, and the backward pass if the case gives gradients.
   *
   * @return all results by name, at least those that the case expects
   */
  static Map<String, float[]> run(Device device, ParityCase given) {
    try (Scope scope = device.scope()) {
      ParityRun run = new ParityRun(given, scope);
      run.forward();
      if (given.hasBackwardPass()) {
        run.backward();
      }
      return run.results;
    }
  }

  private void forward() {
    Tensor x = sequence(given.x(), given.cells().get(0).cell().inputSize());
    for (int layer = 0; layer < given.layers(); layer++) {
      List<CellCase> cells = given.layer(layer);
      int each = cells.get(0).cell().outputSize();
      Tensor y = scope.floats(given.timesteps(), given.batch(), given.directions() * each);
      for (int d = 0; d < cells.size(); d++) {
        runs.add(forward(cells.get(d), x, new FeatureSlice(y, d * each, each)));
      }
      x = given.merge() == Merge.SUMMED ? sequence(sumOfHalves(y.floats(), each), each) : y;
    }
    results.put("y", x.floats());
    putStates("hn", CellRun::hN);
    putStates("cn", CellRun::cN);
  }

  private CellRun forward(CellCase cellCase, Tensor x, FeatureSlice y) {
    Cell cell = cellCase.cell();
    RecurrencePlan plan =
        scope.own(
            scope
                .device()
                .recurrence(
                    cell,
                    new Capacity(given.timesteps(), given.batch()),
                    cellCase.direction(),
                    given.bptt()));
    CellParameters parameters = new CellParameters(cell, parameters(cellCase));
    boolean cellState = cell.hasCellState();
    int width = cell.outputSize();
    int hidden = cell.hiddenSize();
    Tensor hN = scope.floats(given.batch(), width);
    Tensor cN = cellState ? scope.floats(given.batch(), hidden) : null;
    Tensor cells = traceIfExpected(cellCase.named("cells"), hidden);
    Tensor gates = traceIfExpected(cellCase.named("gates"), cell.gates() * hidden);
    RecurrencePass pass =
        scope.own(
            plan.forward(
                new RecurrencePlan.Inputs(
                    FeatureSlice.of(x),
                    lengths,
                    state(cellCase.h0(), width),
                    state(cellCase.c0(), hidden),
                    cellCase.masks()),
                parameters,
                new RecurrencePlan.Outputs(y, sliceOf(cells), sliceOf(gates), hN, cN),
                given.hasBackwardPass()
                    ? RecurrencePlan.Keep.FOR_BACKWARD
                    : RecurrencePlan.Keep.OUTPUTS));
    putTrace(cellCase.named("cells"), cells);
    putTrace(cellCase.named("gates"), gates);
    Tensor dH0 = scope.zeros(given.batch(), width);
    Tensor dC0 = cellState ? scope.zeros(given.batch(), hidden) : null;
    return new CellRun(cellCase, pass, parameters, hN, cN, dH0, dC0);
  }

  private void backward() {
    int top = given.outputSize(given.layers() - 1);
    Tensor dY = given.dY() == null ? null : sequence(given.dY(), top);
    for (int layer = given.layers() - 1; layer >= 0; layer--) {
      Cell cell = given.layer(layer).get(0).cell();
      int each = cell.outputSize();
      Tensor dX = scope.zeros(given.timesteps(), given.batch(), cell.inputSize());
      for (int d = 0; d < given.directions(); d++) {
        int offset = given.merge() == Merge.SUMMED ? 0 : d * each;
        backward(
            runs.get(layer * given.directions() + d),
            dY == null ? null : new FeatureSlice(dY, offset, each),
            dX);
      }
      dY = dX;
    }
    results.put("grad.x", requireNonNull(dY, "layers: expected at least 1, got 0").floats());
    putStates("grad.h0", CellRun::dH0);
    putStates("grad.c0", CellRun::dC0);
  }

  private void backward(CellRun run, @Nullable FeatureSlice dY, Tensor dX) {
    CellCase cellCase = run.given;
    int hidden = cellCase.cell().hiddenSize();
    Tensor dCells = cellCase.dCells() == null ? null : sequence(cellCase.dCells(), hidden);
    run.pass.backward(
        new RecurrencePlan.OutputGradients(
            dY,
            sliceOf(dCells),
            state(cellCase.dHN(), cellCase.cell().outputSize()),
            state(cellCase.dCN(), hidden)),
        new RecurrencePlan.InputGradients(FeatureSlice.of(dX), run.dH0, run.dC0));
    for (CellParameter role : cellCase.cell().parameterShapes().keySet()) {
      results.put(
          "grad." + cellCase.named(role.label()), run.parameters.get(role).gradient().floats());
    }
  }

  private Map<CellParameter, Parameter> parameters(CellCase cellCase) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    cellCase
        .cell()
        .parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor value = scope.device().allocate(DType.FLOAT32, Shape.of(shape));
              Parameter parameter = scope.own(new Parameter(role.label(), value));
              value.write(requireNonNull(cellCase.weights().get(role), role::toString));
              byRole.put(role, parameter);
            });
    return byRole;
  }

  private Tensor sequence(float[] values, int features) {
    Tensor tensor = scope.floats(given.timesteps(), given.batch(), features);
    tensor.write(values);
    return tensor;
  }

  /** Adds the second half of each row of 2F features to the first half. */
  private static float[] sumOfHalves(float[] values, int features) {
    float[] sums = new float[values.length / 2];
    for (int k = 0; k < sums.length; k++) {
      int first = k / features * 2 * features + k % features;
      sums[k] = values[first] + values[first + features];
    }
    return sums;
  }

  private @Nullable Tensor state(float @Nullable [] values, int width) {
    if (values == null) {
      return null;
    }
    Tensor tensor = scope.floats(given.batch(), width);
    tensor.write(values);
    return tensor;
  }

  private @Nullable Tensor traceIfExpected(String name, int width) {
    return given.expected().containsKey(name)
        ? scope.floats(given.timesteps(), given.batch(), width)
        : null;
  }

  private static @Nullable FeatureSlice sliceOf(@Nullable Tensor tensor) {
    return tensor == null ? null : FeatureSlice.of(tensor);
  }

  private void putTrace(String name, @Nullable Tensor trace) {
    if (trace != null) {
      results.put(name, trace.floats());
    }
  }

  /**
   * Stores a state of every cell under its own name, and the states of all cells joined under
   * {@code name}.
   */
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

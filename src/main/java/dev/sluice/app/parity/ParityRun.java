package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Bptt;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Direction;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.Recurrence;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a case on a device, layer by layer and direction by direction, on bare recurrence plans. */
final class ParityRun {
  private final ParityCase given;
  private final Scope scope;
  private final Tensor lengths;
  private final int stateSize;
  private final List<CellRun> runs = new ArrayList<>();
  private final Map<String, float[]> results = new LinkedHashMap<>();

  /** One cell in one direction, after its forward pass. */
  private record CellRun(
      RecurrencePass pass,
      CellParameters parameters,
      Tensor hN,
      Tensor cN,
      Tensor dH0,
      Tensor dC0) {}

  private ParityRun(ParityCase given, Scope scope) {
    this.given = given;
    this.scope = scope;
    stateSize = given.batch() * given.cell().hiddenSize();
    lengths = given.lengths() == null ? null : scope.ints(given.batch());
    if (lengths != null) {
      lengths.write(given.lengths());
    }
  }

  /**
   * Runs forward, and backward where gradients come from above.
   *
   * @return by name: y, hn, cn, and grad.NAME for x, h0, c0 and every weight
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
    Tensor below = sequence(given.x(), given.cell().inputSize());
    int h = given.cell().hiddenSize();
    for (int layer = 0; layer < given.layers(); layer++) {
      Tensor y = scope.floats(given.timesteps(), given.batch(), given.directions() * h);
      for (int d = 0; d < given.directions(); d++) {
        runs.add(forward(layer, d, FeatureSlice.of(below), new FeatureSlice(y, d * h, h)));
      }
      below = y;
    }
    results.put("y", below.floats());
    results.put("hn", joined(runs.stream().map(CellRun::hN).toList()));
    if (given.cell().hasCellState()) {
      results.put("cn", joined(runs.stream().map(CellRun::cN).toList()));
    }
  }

  private CellRun forward(int layer, int d, FeatureSlice x, FeatureSlice y) {
    int index = layer * given.directions() + d;
    Cell cell = given.cellOfLayer(layer);
    Recurrence plan =
        scope.own(
            scope
                .device()
                .recurrence(
                    cell,
                    new Capacity(given.timesteps(), given.batch()),
                    Direction.values()[d],
                    Bptt.full()));
    CellParameters parameters = new CellParameters(cell, parameters(cell, index));
    boolean cellState = cell.hasCellState();
    Tensor hN = stateTensor();
    Tensor cN = cellState ? stateTensor() : null;
    RecurrencePass pass =
        scope.own(
            plan.forward(
                new Recurrence.Inputs(
                    x, lengths, state(given.h0(), index), state(given.c0(), index)),
                parameters,
                new Recurrence.Outputs(y, hN, cN),
                given.goesBackward() ? Recurrence.Keep.FOR_BACKWARD : Recurrence.Keep.OUTPUTS));
    return new CellRun(pass, parameters, hN, cN, zeroState(), cellState ? zeroState() : null);
  }

  private void backward() {
    int h = given.cell().hiddenSize();
    Tensor dAbove = given.dY() == null ? null : sequence(given.dY(), given.directions() * h);
    for (int layer = given.layers() - 1; layer >= 0; layer--) {
      int width = given.cellOfLayer(layer).inputSize();
      Tensor dBelow = scope.zeros(given.timesteps(), given.batch(), width);
      for (int d = 0; d < given.directions(); d++) {
        int index = layer * given.directions() + d;
        CellRun run = runs.get(index);
        run.pass.backward(
            new Recurrence.OutputGradients(
                dAbove == null ? null : new FeatureSlice(dAbove, d * h, h),
                state(given.dHN(), index),
                state(given.dCN(), index)),
            new Recurrence.InputGradients(FeatureSlice.of(dBelow), run.dH0, run.dC0));
        putGradients(run, layer, Direction.values()[d]);
      }
      dAbove = dBelow;
    }
    results.put("grad.x", dAbove.floats());
    results.put("grad.h0", joined(runs.stream().map(CellRun::dH0).toList()));
    if (given.cell().hasCellState()) {
      results.put("grad.c0", joined(runs.stream().map(CellRun::dC0).toList()));
    }
  }

  private void putGradients(CellRun run, int layer, Direction direction) {
    for (CellParameter role : given.cell().parameterShapes().keySet()) {
      String name = ParityCase.weightName(role, layer, direction);
      results.put("grad." + name, run.parameters.get(role).gradient().floats());
    }
  }

  private Map<CellParameter, Parameter> parameters(Cell cell, int index) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor value = scope.device().allocate(DType.FLOAT32, Shape.of(shape));
              Parameter parameter = scope.own(new Parameter(role.label(), value));
              value.write(given.weights().get(index).get(role));
              byRole.put(role, parameter);
            });
    return byRole;
  }

  private Tensor sequence(float[] values, int features) {
    Tensor tensor = scope.floats(given.timesteps(), given.batch(), features);
    tensor.write(values);
    return tensor;
  }

  /** The part of {@code [L*D, N, H]} that belongs to one cell; null stays null. */
  private Tensor state(float[] states, int index) {
    if (states == null) {
      return null;
    }
    Tensor tensor = stateTensor();
    tensor.write(Arrays.copyOfRange(states, index * stateSize, (index + 1) * stateSize));
    return tensor;
  }

  private Tensor stateTensor() {
    return scope.floats(given.batch(), given.cell().hiddenSize());
  }

  private Tensor zeroState() {
    return scope.zeros(given.batch(), given.cell().hiddenSize());
  }

  private float[] joined(List<Tensor> states) {
    float[] joined = new float[states.size() * stateSize];
    for (int k = 0; k < states.size(); k++) {
      System.arraycopy(states.get(k).floats(), 0, joined, k * stateSize, stateSize);
    }
    return joined;
  }
}

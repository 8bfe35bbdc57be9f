package dev.sluice.interop.onnx.recurrent;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A recurrent node's cells and weights on a device, with plans of its recurrences. Runs at the same
 * time share it.
 */
final class RecurrentNode implements AutoCloseable {
  static final int WEIGHT_INPUT = 1;

  private final Scope scope;
  private final boolean rowsFirst;
  private final List<Direction> directions;
  private final List<Cell> cells = new ArrayList<>();
  private final List<CellParameters> parameters = new ArrayList<>();
  private List<RecurrencePlan> plans = List.of();

  private RecurrentNode(Device device, boolean rowsFirst, List<Direction> directions) {
    this.scope = device.scope();
    this.rowsFirst = rowsFirst;
    this.directions = directions;
  }

  /**
   * Reads attributes and weights, and brings the weights to the device.
   *
   * @throws OnnxException naming the input or attribute, what was expected and what came
   */
  static RecurrentNode read(NodeCall call) {
    long layout = call.integer("layout", 0);
    if (layout != 0 && layout != 1) {
      throw new OnnxException("layout: expected 0 or 1, got " + layout);
    }
    List<Direction> directions = RecurrentOperators.directions(call.text("direction", "forward"));
    HostTensor w = RecurrentInputs.rank3("W", call.input(WEIGHT_INPUT));
    List<DirectionWeights> weights = DirectionWeights.read(call, directions.size(), w.size(2));
    RecurrentNode node = new RecurrentNode(call.device(), layout == 1, directions);
    try {
      weights.forEach(node::add);
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void add(DirectionWeights weights) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    weights
        .cell()
        .parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor value = scope.device().allocate(DType.FLOAT32, Shape.of(shape));
              byRole.put(role, scope.own(new Parameter(role.label(), value)));
              value.write(weights.values().get(role));
            });
    cells.add(weights.cell());
    parameters.add(new CellParameters(weights.cell(), byRole));
  }

  /** Whether sequences have the batch as the first dimension. */
  boolean rowsFirst() {
    return rowsFirst;
  }

  List<Direction> directions() {
    return directions;
  }

  /** That of every direction, but for the non-linearities. */
  Cell cell() {
    return cells.get(0);
  }

  Device device() {
    return scope.device();
  }

  CellParameters parameters(int direction) {
    return parameters.get(direction);
  }

  /**
   * A plan for each direction. Those for shorter sequences or fewer rows stay, since others may be
   * at them: there are few, as each takes at least half as much again as the one before.
   */
  synchronized List<RecurrencePlan> plans(int timesteps, int batch) {
    Capacity held = plans.isEmpty() ? null : plans.get(0).capacity();
    if (held != null && held.timesteps() >= timesteps && held.batch() >= batch) {
      return plans;
    }
    Capacity capacity =
        held == null
            ? new Capacity(timesteps, batch)
            : new Capacity(grown(held.timesteps(), timesteps), grown(held.batch(), batch));
    List<RecurrencePlan> grown = new ArrayList<>();
    for (int d = 0; d < cells.size(); d++) {
      grown.add(
          scope.own(
              scope.device().recurrence(cells.get(d), capacity, directions.get(d), Bptt.full())));
    }
    plans = List.copyOf(grown);
    return plans;
  }

  private static int grown(int held, int needed) {
    return needed <= held ? held : Math.max(needed, held + held / 2);
  }

  /** Of all directions, steps and rows. */
  long multiplyAdds(int timesteps, int batch) {
    Cell cell = cell();
    long perRow =
        (long) cell.gates() * cell.hiddenSize() * ((long) cell.inputSize() + cell.hiddenSize());
    return perRow * cells.size() * timesteps * batch;
  }

  @Override
  public void close() {
    scope.close();
  }
}

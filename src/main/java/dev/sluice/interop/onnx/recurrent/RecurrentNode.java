package dev.sluice.interop.onnx.recurrent;

import static java.util.Objects.requireNonNull;

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
 * The cells, weights and recurrence plans of a recurrent node on a device. Concurrent runs share
 * it.
 */
final class RecurrentNode implements AutoCloseable {
  static final int WEIGHT_INPUT = 1;

  private final Scope scope;
  private final boolean batchFirst;
  private final List<Direction> directions;
  private final List<Cell> cells = new ArrayList<>();
  private final List<CellParameters> parameters = new ArrayList<>();
  private List<RecurrencePlan> plans = List.of();

  private RecurrentNode(Device device, boolean batchFirst, List<Direction> directions) {
    this.scope = device.scope();
    this.batchFirst = batchFirst;
    this.directions = directions;
  }

  /**
   * Reads attributes and weights, and copies the weights to the device.
   *
   * @throws OnnxException if an input or attribute is invalid; the message names it, the expected
   *     and the actual value
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
              value.write(requireNonNull(weights.values().get(role), role::toString));
            });
    cells.add(weights.cell());
    parameters.add(new CellParameters(weights.cell(), byRole));
  }

  /** Whether the inputs and outputs are batch-first. */
  boolean batchFirst() {
    return batchFirst;
  }

  List<Direction> directions() {
    return directions;
  }

  /** The cell. The cells of both directions differ only in their activations. */
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
   * Returns a plan for each direction. Smaller plans are kept, because other runs may use them.
   * There are only few, because each new plan is at least 1.5 times as large as the previous one.
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
    List<RecurrencePlan> larger = new ArrayList<>();
    for (int d = 0; d < cells.size(); d++) {
      larger.add(
          scope.own(
              scope.device().recurrence(cells.get(d), capacity, directions.get(d), Bptt.full())));
    }
    plans = List.copyOf(larger);
    return plans;
  }

  private static int grown(int held, int needed) {
    return needed <= held ? held : Math.max(needed, held + held / 2);
  }

  /** The number of multiply-adds of a run, for all directions, steps and rows. */
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

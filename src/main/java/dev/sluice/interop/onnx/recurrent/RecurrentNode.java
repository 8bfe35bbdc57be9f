package dev.sluice.interop.onnx.recurrent;

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
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recurrent node's inputs, checked, the time first.
 *
 * @param cells one per direction: their non-linearities may differ
 * @param lengths null where all rows are T long
 * @param hidden {@code [D, N, H]}, or null
 * @param cell {@code [D, N, H]}, or null
 * @param rowsFirst whether outputs are asked for with the batch as the first dimension
 */
record RecurrentNode(
    List<DirectionWeights> cells,
    List<Direction> directions,
    HostTensor x,
    int[] lengths,
    HostTensor hidden,
    HostTensor cell,
    boolean rowsFirst) {
  private static final int LENGTHS = 4;
  private static final int HIDDEN = 5;
  private static final int CELL = 6;

  /** What one direction gives; {@code cN} is null for cells without a cell state. */
  record Result(float[] y, float[] hN, float[] cN) {}

  /**
   * @throws OnnxException naming the input or attribute, what was expected and what came
   */
  static RecurrentNode read(NodeCall call) {
    long layout = call.integer("layout", 0);
    if (layout != 0 && layout != 1) {
      throw new OnnxException("layout: expected 0 or 1, got " + layout);
    }
    boolean rowsFirst = layout == 1;
    List<Direction> directions = RecurrentOperators.directions(call.text("direction", "forward"));
    HostTensor x = rank3("X", call.input(0));
    x = rowsFirst ? ShapeOperators.transposed(x, 1, 0, 2) : x;
    if (x.size(0) == 0 || x.size(1) == 0) {
      throw new OnnxException("X: expected at least 1 timestep and 1 row, got " + x);
    }
    List<DirectionWeights> cells = DirectionWeights.read(call, directions.size(), x.size(2));
    int hiddenSize = cells.get(0).cell().hiddenSize();
    boolean hasCellState = cells.get(0).cell().hasCellState();
    int[] states = {directions.size(), x.size(1), hiddenSize};
    return new RecurrentNode(
        cells,
        directions,
        x,
        lengths(call.optional(LENGTHS), x.size(0), x.size(1)),
        states("initial_h", call.optional(HIDDEN), rowsFirst, states),
        hasCellState ? states("initial_c", call.optional(CELL), rowsFirst, states) : null,
        rowsFirst);
  }

  private static HostTensor rank3(String name, HostTensor tensor) {
    if (tensor.rank() != 3 || !tensor.isFloat()) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: expected FLOAT of 3 dimensions, got %s", name, tensor));
    }
    return tensor;
  }

  private static int[] lengths(HostTensor given, int timesteps, int batch) {
    if (given == null) {
      return null;
    }
    if (given.type() != ElementType.INT32 || !Arrays.equals(given.shape(), new int[] {batch})) {
      throw new OnnxException(
          String.format(Locale.ROOT, "sequence_lens: expected INT32 [%d], got %s", batch, given));
    }
    for (long length : given.integers()) {
      if (length < 0 || length > timesteps) {
        throw new OnnxException(
            String.format(
                Locale.ROOT, "sequence_lens: expected from 0 to %d, got %d", timesteps, length));
      }
    }
    return Arrays.stream(given.integers()).mapToInt(Math::toIntExact).toArray();
  }

  private static HostTensor states(String name, HostTensor given, boolean rowsFirst, int[] shape) {
    if (given == null) {
      return null;
    }
    HostTensor states = rowsFirst ? ShapeOperators.transposed(rank3(name, given), 1, 0, 2) : given;
    if (!states.isFloat() || !Arrays.equals(states.shape(), shape)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "%s: expected FLOAT %s, got %s", name, Abbreviation.of(shape), states));
    }
    return states;
  }

  /** Of all directions, steps and rows. */
  long multiplyAdds() {
    Cell described = cells.get(0).cell();
    long perRow =
        (long) described.gates() * hiddenSize() * ((long) described.inputSize() + hiddenSize());
    return perRow * directions.size() * timesteps() * batch();
  }

  int timesteps() {
    return x.size(0);
  }

  int batch() {
    return x.size(1);
  }

  int hiddenSize() {
    return cells.get(0).cell().hiddenSize();
  }

  /** Runs one direction. */
  Result run(Device device, int d) {
    Cell described = cells.get(d).cell();
    try (Scope scope = device.scope()) {
      Recurrence plan =
          scope.own(
              device.recurrence(
                  described, new Capacity(timesteps(), batch()), directions.get(d), Bptt.full()));
      Tensor y = scope.floats(timesteps(), batch(), hiddenSize());
      Tensor hN = scope.floats(batch(), hiddenSize());
      Tensor cN = described.hasCellState() ? scope.floats(batch(), hiddenSize()) : null;
      Tensor input = scope.floats(x.shape());
      input.write(x.floats());
      scope.own(
          plan.forward(
              new Recurrence.Inputs(
                  FeatureSlice.of(input),
                  lengths(scope),
                  state(scope, hidden, d),
                  state(scope, cell, d)),
              parameters(scope, d),
              new Recurrence.Outputs(FeatureSlice.of(y), hN, cN),
              Recurrence.Keep.OUTPUTS));
      return new Result(y.floats(), ended(hN), cN == null ? null : ended(cN));
    }
  }

  private Tensor lengths(Scope scope) {
    if (lengths == null) {
      return null;
    }
    Tensor tensor = scope.ints(batch());
    tensor.write(lengths);
    return tensor;
  }

  private Tensor state(Scope scope, HostTensor states, int d) {
    if (states == null) {
      return null;
    }
    int size = batch() * hiddenSize();
    Tensor tensor = scope.floats(batch(), hiddenSize());
    tensor.write(Arrays.copyOfRange(states.floats(), d * size, (d + 1) * size));
    return tensor;
  }

  private CellParameters parameters(Scope scope, int d) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    Cell described = cells.get(d).cell();
    described
        .parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor value = scope.device().allocate(DType.FLOAT32, Shape.of(shape));
              byRole.put(role, scope.own(new Parameter(role.label(), value)));
              value.write(cells.get(d).values().get(role));
            });
    return new CellParameters(described, byRole);
  }

  /** ONNX Runtime gives zeros for rows without steps, where a recurrence hands its state on. */
  private float[] ended(Tensor states) {
    float[] values = states.floats();
    for (int n = 0; lengths != null && n < lengths.length; n++) {
      if (lengths[n] == 0) {
        Arrays.fill(values, n * hiddenSize(), (n + 1) * hiddenSize(), 0);
      }
    }
    return values;
  }
}

package dev.sluice.interop.onnx.recurrent;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cell and the weights of one direction of a recurrent node. {@link CellAttributes} reads the
 * cell.
 *
 * @param values weights by role, with gates in the order of the engine
 */
record DirectionWeights(Cell cell, Map<CellParameter, float[]> values) {
  private static final int WEIGHT_INPUT = 1;
  private static final int WEIGHT_HIDDEN = 2;
  private static final int BIAS = 3;
  static final int PEEPHOLES = 7;

  /** The indices of the inputs that hold weights. */
  static final int[] INPUTS = {WEIGHT_INPUT, WEIGHT_HIDDEN, BIAS, PEEPHOLES};

  /**
   * @throws OnnxException if an input or attribute is invalid; the message names it, the expected
   *     and the actual value
   */
  static List<DirectionWeights> read(NodeCall call, int directions, int inputSize) {
    HostTensor r = call.input(WEIGHT_HIDDEN);
    if (r.rank() != 3) {
      throw new OnnxException("R: expected 3 dimensions, got " + r);
    }
    long hidden = call.integer("hidden_size", r.size(2));
    if (hidden < 1 || hidden != r.size(2)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "hidden_size: expected the last size of R %s, got %d", r, hidden));
    }
    Biases biases = call.optional(BIAS) == null ? Biases.NONE : Biases.DOUBLE;
    List<Cell> cells = CellAttributes.read(call, directions, inputSize, (int) hidden, biases);
    List<DirectionWeights> each = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      each.add(new DirectionWeights(cells.get(d), values(call, cells.get(d), d, directions)));
    }
    return each;
  }

  private static Map<CellParameter, float[]> values(
      NodeCall call, Cell cell, int d, int directions) {
    int hidden = cell.hiddenSize();
    int rows = cell.gates() * hidden;
    Map<CellParameter, float[]> values = new EnumMap<>(CellParameter.class);
    float[] w = floats("W", call.input(WEIGHT_INPUT), directions, rows, cell.inputSize());
    float[] r = floats("R", call.input(WEIGHT_HIDDEN), directions, rows, hidden);
    int inputWeights = rows * cell.inputSize();
    values.put(
        CellParameter.WEIGHT_IH, GateOrder.fromOnnx(cell, w, d * inputWeights, inputWeights));
    values.put(
        CellParameter.WEIGHT_HH, GateOrder.fromOnnx(cell, r, d * rows * hidden, rows * hidden));
    if (cell.biases() != Biases.NONE) {
      float[] b = floats("B", call.input(BIAS), directions, 2 * rows);
      values.put(CellParameter.BIAS_IH, GateOrder.fromOnnx(cell, b, 2 * d * rows, rows));
      values.put(CellParameter.BIAS_HH, GateOrder.fromOnnx(cell, b, (2 * d + 1) * rows, rows));
    }
    if (cell.parameterShapes().containsKey(CellParameter.WEIGHT_CI)) {
      float[] p = floats("P", call.input(PEEPHOLES), directions, 3 * hidden);
      List<CellParameter> order =
          List.of(CellParameter.WEIGHT_CI, CellParameter.WEIGHT_CO, CellParameter.WEIGHT_CF);
      for (int k = 0; k < order.size(); k++) {
        int from = (3 * d + k) * hidden;
        values.put(order.get(k), Arrays.copyOfRange(p, from, from + hidden));
      }
    }
    return Collections.unmodifiableMap(values);
  }

  private static float[] floats(String name, HostTensor tensor, int... shape) {
    if (!tensor.isFloat() || !Arrays.equals(tensor.shape(), shape)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "%s: expected FLOAT %s, got %s", name, Abbreviation.of(shape), tensor));
    }
    return tensor.floats();
  }
}

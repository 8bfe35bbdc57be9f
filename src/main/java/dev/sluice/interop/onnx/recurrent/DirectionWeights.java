package dev.sluice.interop.onnx.recurrent;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The cell and the weights of one direction of a recurrent node.
 *
 * @param values weights by role, with gates in the order of the engine
 */
record DirectionWeights(Cell cell, Map<CellParameter, float[]> values) {
  private static final Set<String> COMMON =
      Set.of(
          "activation_alpha",
          "activation_beta",
          "activations",
          "clip",
          "direction",
          "hidden_size",
          "layout");

  private static final int WEIGHT_INPUT = 1;
  private static final int WEIGHT_HIDDEN = 2;
  private static final int BIAS = 3;
  private static final int PEEPHOLES = 7;

  /** The indices of the inputs that hold weights. */
  static final int[] INPUTS = {WEIGHT_INPUT, WEIGHT_HIDDEN, BIAS, PEEPHOLES};

  /**
   * @throws OnnxException if an input or attribute is invalid; the message names it, the expected
   *     and the actual value
   */
  static List<DirectionWeights> read(NodeCall call, int directions, int inputSize) {
    String operator = call.operator();
    requireKnownAttributes(call, operator);
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
    List<List<Activation>> activations = activations(call, operator, directions);
    List<DirectionWeights> each = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      Cell cell = cell(call, operator, inputSize, (int) hidden, activations.get(d));
      each.add(new DirectionWeights(cell, values(call, cell, d, directions)));
    }
    return each;
  }

  private static void requireKnownAttributes(NodeCall call, String operator) {
    Set<String> known = new HashSet<>(COMMON);
    if (operator.equals("LSTM")) {
      known.add("input_forget");
    }
    if (operator.equals("GRU")) {
      known.add("linear_before_reset");
    }
    call.requireOnly(known);
  }

  private static List<List<Activation>> activations(
      NodeCall call, String operator, int directions) {
    List<String> defaults =
        switch (operator) {
          case "LSTM" -> List.of("Sigmoid", "Tanh", "Tanh");
          case "GRU" -> List.of("Sigmoid", "Tanh");
          default -> List.of("Tanh");
        };
    List<String> names = call.texts("activations");
    if (names == null || names.isEmpty()) {
      names = new ArrayList<>();
      for (int d = 0; d < directions; d++) {
        names.addAll(defaults);
      }
    }
    if (names.size() != directions * defaults.size()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "activations: expected %d, got %s",
              directions * defaults.size(),
              names));
    }
    List<Activation> all =
        ActivationList.decode(names, call.reals("activation_alpha"), call.reals("activation_beta"));
    List<List<Activation>> each = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      each.add(all.subList(d * defaults.size(), (d + 1) * defaults.size()));
    }
    return each;
  }

  private static Cell cell(
      NodeCall call, String operator, int inputSize, int hiddenSize, List<Activation> activations) {
    Biases biases = call.optional(BIAS) == null ? Biases.NONE : Biases.DOUBLE;
    float clip = clip(call);
    return switch (operator) {
      case "LSTM" -> {
        Lstm lstm =
            Lstm.of(inputSize, hiddenSize)
                .withGateActivation(activations.get(0))
                .withCandidateActivation(activations.get(1))
                .withOutputActivation(activations.get(2))
                .withBiases(biases)
                .withPreactivationClip(clip);
        lstm = call.optional(PEEPHOLES) == null ? lstm : lstm.withPeepholes();
        yield flag(call, "input_forget") ? lstm.withCoupledGates() : lstm;
      }
      case "GRU" ->
          Gru.of(inputSize, hiddenSize)
              .withGateActivation(activations.get(0))
              .withCandidateActivation(activations.get(1))
              .withReset(flag(call, "linear_before_reset") ? Gru.Reset.AFTER : Gru.Reset.BEFORE)
              .withBiases(biases)
              .withPreactivationClip(clip);
      default ->
          Rnn.of(inputSize, hiddenSize)
              .withActivation(activations.get(0))
              .withBiases(biases)
              .withPreactivationClip(clip);
    };
  }

  private static float clip(NodeCall call) {
    if (!call.has("clip")) {
      return 0;
    }
    float clip = call.real("clip", 0);
    if (!(clip > 0)) {
      throw new OnnxException("clip: expected a number above 0, got " + clip);
    }
    // Some exporters write the largest float for no limit.
    return clip == Float.MAX_VALUE || Float.isInfinite(clip) ? 0 : clip;
  }

  private static boolean flag(NodeCall call, String name) {
    long value = call.integer(name, 0);
    if (value != 0 && value != 1) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: expected 0 or 1, got %d", name, value));
    }
    return value == 1;
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

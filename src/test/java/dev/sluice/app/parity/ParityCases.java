package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Direction;
import dev.sluice.oracle.OracleStack;
import dev.sluice.oracle.OracleWeights;
import dev.sluice.oracle.Values;
import dev.sluice.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Parity files computed by the oracle, to be written as they are or spoiled first. */
final class ParityCases {
  static final int T = 5;
  static final int N = 3;

  /** Keys and values of the metadata. */
  final Map<String, String> metadata = new LinkedHashMap<>();

  /** Float tensors by name. */
  final Map<String, double[]> values = new LinkedHashMap<>();

  /** Their shapes. */
  final Map<String, long[]> shapes = new LinkedHashMap<>();

  /** The tensor {@code lengths}, or null. */
  long[] lengths;

  static ParityCases of(Cell cell, int layers, int directions, long... lengths) {
    ParityCases file = new ParityCases();
    file.lengths = lengths.length == 0 ? null : lengths;
    file.describe(cell, layers, directions);
    file.compute(cell, layers, directions);
    return file;
  }

  void put(String name, double[] tensor, long... shape) {
    values.put(name, tensor);
    shapes.put(name, shape);
  }

  void remove(String name) {
    values.remove(name);
    shapes.remove(name);
  }

  /** Inputs as float32, what must come out as float64. */
  Path write(Path path) {
    SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata);
    for (Map.Entry<String, double[]> tensor : values.entrySet()) {
      String name = tensor.getKey();
      boolean expected = name.startsWith("grad.") || List.of("y", "hn", "cn").contains(name);
      writer =
          expected
              ? writer.doubles(name, tensor.getValue(), shapes.get(name))
              : writer.floats(name, Values.floats(tensor.getValue()), shapes.get(name));
    }
    if (lengths != null) {
      writer = writer.longs("lengths", lengths, lengths.length);
    }
    writer.write(path);
    return path;
  }

  private void describe(Cell cell, int layers, int directions) {
    metadata.put("format", "sluice-parity-1");
    metadata.put("cell", cell.kind());
    metadata.put("num_layers", Integer.toString(layers));
    metadata.put("bidirectional", Boolean.toString(directions == 2));
    if (cell instanceof Rnn rnn) {
      metadata.put("nonlinearity", text(rnn.activation()));
    } else if (cell instanceof Lstm lstm) {
      metadata.put("gate_activation", text(lstm.gateActivation()));
      metadata.put("candidate_activation", text(lstm.candidateActivation()));
      metadata.put("output_activation", text(lstm.outputActivation()));
    } else if (cell instanceof Gru gru) {
      metadata.put("gate_activation", text(gru.gateActivation()));
      metadata.put("candidate_activation", text(gru.candidateActivation()));
      metadata.put("reset", gru.reset().name().toLowerCase(Locale.ROOT));
      metadata.put("update", gru.update().name().toLowerCase(Locale.ROOT));
    }
  }

  private static String text(Activation activation) {
    String name = activation.kind().name().toLowerCase(Locale.ROOT);
    return switch (activation.kind()) {
      case LEAKY_RELU, ELU, THRESHOLDED_RELU -> name + "(" + activation.alpha() + ")";
      case HARD_SIGMOID, SCALED_TANH, AFFINE ->
          name + "(" + activation.alpha() + ", " + activation.beta() + ")";
      default -> name;
    };
  }

  private void compute(Cell cell, int layers, int directions) {
    Random random = new Random(cell.toString().hashCode());
    int h = cell.hiddenSize();
    int cells = layers * directions;
    List<OracleWeights> weights = new ArrayList<>();
    for (int k = 0; k < cells; k++) {
      int width = k < directions ? cell.inputSize() : directions * h;
      weights.add(OracleWeights.random(cell.withInputSize(width), 1 / Math.sqrt(h), random));
      putWeights("", cell.withInputSize(width), weights.get(k), k / directions, k % directions);
    }
    double[][][] x = Values.random(1, random, T, N, cell.inputSize());
    double[][][] dY = Values.random(1, random, T, N, directions * h);
    double[][][] h0 = putStates("h0", cells, h, random);
    double[][][] dHN = putStates("dhn", cells, h, random);
    double[][][] c0 = cell.hasCellState() ? putStates("c0", cells, h, random) : null;
    double[][][] dCN = cell.hasCellState() ? putStates("dcn", cells, h, random) : null;
    put("x", Values.flat(x), T, N, cell.inputSize());
    put("dy", Values.flat(dY), T, N, (long) directions * h);

    OracleStack stack = new OracleStack(cell, directions, weights, x, intLengths(), h0, c0);
    OracleStack.Gradients gradients = stack.backward(dY, dHN, dCN);
    put("y", Values.flat(stack.y), T, N, (long) directions * h);
    put("hn", Values.flat(stack.hN), cells, N, h);
    put("grad.x", Values.flat(gradients.dX()), T, N, cell.inputSize());
    put("grad.h0", Values.flat(gradients.dH0()), cells, N, h);
    if (cell.hasCellState()) {
      put("cn", Values.flat(stack.cN), cells, N, h);
      put("grad.c0", Values.flat(gradients.dC0()), cells, N, h);
    }
    for (int k = 0; k < cells; k++) {
      int width = k < directions ? cell.inputSize() : directions * h;
      putWeights(
          "grad.",
          cell.withInputSize(width),
          gradients.weights().get(k),
          k / directions,
          k % directions);
    }
  }

  private void putWeights(String prefix, Cell cell, OracleWeights weights, int layer, int d) {
    Map<CellParameter, double[]> byRole = weights.byRole();
    cell.parameterShapes()
        .forEach(
            (role, shape) ->
                put(
                    prefix + ParityCase.weightName(role, layer, Direction.values()[d]),
                    byRole.get(role),
                    shape.stream().mapToLong(Integer::longValue).toArray()));
  }

  private double[][][] putStates(String name, int cells, int h, Random random) {
    double[][][] states = Values.random(1, random, cells, N, h);
    put(name, Values.flat(states), cells, N, h);
    return states;
  }

  private int[] intLengths() {
    if (lengths == null) {
      return null;
    }
    int[] ints = new int[lengths.length];
    for (int n = 0; n < ints.length; n++) {
      ints[n] = (int) lengths[n];
    }
    return ints;
  }
}

package dev.sluice.app.parity;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.layer.Merge;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.sequence.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads parity cases strictly: an unknown key or tensor in the file is an error. */
final class ParityCaseReader {
  private final ParityOptions options;
  private final CaseTensors tensors;
  private final int timesteps;
  private final int batch;
  private final int inputSize;
  private final List<CellWeights> weights = new ArrayList<>();
  private final Map<String, double[]> expected = new LinkedHashMap<>();

  /** One cell of the stack, in the order {@code layer * D + direction}. */
  private record CellWeights(
      Cell cell, int layer, Direction direction, Map<CellParameter, float[]> byRole) {

    String named(String role) {
      return CellCase.named(role, layer, direction);
    }
  }

  /**
   * Reads one file.
   *
   * @throws IllegalArgumentException if the file is malformed; the message names the file, key or
   *     tensor
   */
  static ParityCase read(Path path) {
    try {
      return new ParityCaseReader(SafetensorsFile.read(path)).read();
    } catch (SafetensorsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  private ParityCaseReader(SafetensorsFile file) {
    options = new ParityOptions(file.metadata());
    tensors = new CaseTensors(file);
    int[] x = tensors.sizes("x", "T", "N", "I");
    timesteps = x[0];
    batch = x[1];
    inputSize = x[2];
  }

  private ParityCase read() {
    int directions = options.directions().size();
    float[] x = tensors.floats("x", timesteps, batch, inputSize);
    int outputSize = readWeights();
    options.requireSizes(weights.get(0).cell);
    ParityCase read =
        new ParityCase(
            cells(outputSize),
            directions,
            options.merge(),
            options.bptt(),
            timesteps,
            batch,
            x,
            lengths(),
            tensors.floatsOrNull("dy", timesteps, batch, outputSize),
            expected);
    tensors.refuseUnread();
    checkExpectations(read);
    return read;
  }

  /** Reads the weights, lowest layer first. Returns the number of output features. */
  private int readWeights() {
    List<Direction> directions = options.directions();
    int width = inputSize;
    for (int layer = 0; layer < options.layers(); layer++) {
      int[] sizes = sizes(CellCase.named("", layer, directions.get(0)));
      for (Direction direction : directions) {
        weights.add(weights(layer, direction, width, sizes[0], sizes[1]));
      }
      int each = weights.get(weights.size() - 1).cell.outputSize();
      width = options.merge() == Merge.SUMMED ? each : Math.multiplyExact(directions.size(), each);
    }
    return width;
  }

  /**
   * The hidden size and the projection size (0 for none) of the layer whose tensor names have this
   * suffix.
   */
  private int[] sizes(String suffix) {
    String projection = "weight_hr" + suffix;
    if (!tensors.has(projection)) {
      return new int[] {tensors.sizes("weight_hh" + suffix, "G*H", "H")[1], 0};
    }
    if (!options.isLstm()) {
      throw new IllegalArgumentException(projection + ": only an lstm has a projection");
    }
    int[] shape = tensors.sizes(projection, "P", "H");
    return new int[] {shape[1], shape[0]};
  }

  private CellWeights weights(
      int layer, Direction direction, int width, int hidden, int projection) {
    String suffix = CellCase.named("", layer, direction);
    Cell cell = options.cell(width, hidden, projection, biases(suffix));
    Map<CellParameter, float[]> byRole = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, sizes) -> {
              String name = role.label() + suffix;
              int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
              boolean absent = !tensors.has(name) && mayBeAbsent(role);
              byRole.put(role, absent ? new float[shape[0]] : tensors.floats(name, shape));
            });
    return new CellWeights(cell, layer, direction, byRole);
  }

  private Biases biases(String suffix) {
    if (tensors.has("bias_hh" + suffix)) {
      return Biases.DOUBLE;
    }
    return tensors.has("bias_ih" + suffix) ? Biases.SINGLE : Biases.NONE;
  }

  /**
   * Whether an absent weight means zeros: bias_ih if there is only bias_hh, and the peephole of an
   * unused forget gate.
   */
  private boolean mayBeAbsent(CellParameter role) {
    return role == CellParameter.BIAS_IH || role == CellParameter.WEIGHT_CF && options.coupled();
  }

  private List<CellCase> cells(int outputSize) {
    List<Cell> cells = weights.stream().map(CellWeights::cell).toList();
    CaseStates states =
        new CaseStates(tensors, cells, weights.stream().map(w -> w.named("")).toList(), batch);
    boolean cellState = cells.get(0).hasCellState();
    float[][] none = new float[cells.size()][];
    float[][] h0 = states.read("h0", Cell::outputSize);
    float[][] c0 = cellState ? states.read("c0", Cell::hiddenSize) : none;
    float[][] dHN = states.read("dhn", Cell::outputSize);
    float[][] dCN = cellState ? states.read("dcn", Cell::hiddenSize) : none;
    List<CellCase> cases = new ArrayList<>();
    for (int k = 0; k < cells.size(); k++) {
      CellWeights w = weights.get(k);
      float[] dCells = cellState ? trace(w.named("dcells"), w.cell.hiddenSize()) : null;
      cases.add(
          new CellCase(
              w.cell,
              w.layer,
              w.direction,
              w.byRole,
              h0[k],
              c0[k],
              dHN[k],
              dCN[k],
              dCells,
              options.masks(k)));
    }
    expectOutputs(states, outputSize);
    return cases;
  }

  private float @Nullable [] trace(String name, int width) {
    return tensors.floatsOrNull(name, timesteps, batch, width);
  }

  private void expectOutputs(CaseStates states, int outputSize) {
    boolean cellState = weights.get(0).cell.hasCellState();
    expect("y", timesteps, batch, outputSize);
    states.expect("hn", Cell::outputSize, expected);
    if (cellState) {
      states.expect("cn", Cell::hiddenSize, expected);
    }
    for (CellWeights w : weights) {
      int hidden = w.cell.hiddenSize();
      if (cellState) {
        expect(w.named("cells"), timesteps, batch, hidden);
      }
      expect(w.named("gates"), timesteps, batch, w.cell.gates() * hidden);
    }
    expect("grad.x", timesteps, batch, inputSize);
    states.expect("grad.h0", Cell::outputSize, expected);
    if (cellState) {
      states.expect("grad.c0", Cell::hiddenSize, expected);
    }
    for (CellWeights w : weights) {
      w.cell
          .parameterShapes()
          .forEach((role, sizes) -> expectGradient(w.named(role.label()), sizes));
    }
  }

  private void expectGradient(String weight, List<Integer> sizes) {
    if (tensors.has(weight)) {
      expect("grad." + weight, sizes.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private void expect(String name, int... shape) {
    if (tensors.has(name)) {
      expected.put(name, tensors.doubles(name, shape));
    }
  }

  private int @Nullable [] lengths() {
    if (!tensors.has("lengths")) {
      return null;
    }
    long[] values = tensors.longs("lengths", batch);
    int[] lengths = new int[batch];
    for (int n = 0; n < batch; n++) {
      if (values[n] < 0 || values[n] > timesteps) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "lengths: expected 0 to %d, got %d for row %d",
                timesteps,
                values[n],
                n));
      }
      lengths[n] = (int) values[n];
    }
    return lengths;
  }

  private void checkExpectations(ParityCase read) {
    if (expected.isEmpty()) {
      throw new IllegalArgumentException("expected at least one of y, hn, cn, grad.*, got none");
    }
    for (String name : expected.keySet()) {
      if (name.startsWith("grad.") && !read.hasBackwardPass()) {
        throw new IllegalArgumentException(name + ": expected also dy, dhn or dcn, got none");
      }
    }
  }
}

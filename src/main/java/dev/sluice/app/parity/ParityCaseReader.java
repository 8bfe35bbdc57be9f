package dev.sluice.app.parity;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Direction;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads parity cases, strictly: every key and every tensor of the file is understood or refused.
 */
final class ParityCaseReader {
  private final ParityOptions options;
  private final CaseTensors tensors;
  private final int directions;
  private final int cells;
  private final int timesteps;
  private final int batch;
  private final int hiddenSize;
  private final Cell cell;
  private final Map<String, double[]> expected = new LinkedHashMap<>();

  /**
   * Reads one file.
   *
   * @throws IllegalArgumentException if it is malformed; the message names file, key or tensor
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
    directions = options.directions();
    cells = Math.multiplyExact(options.layers(), directions);
    int[] x = tensors.sizes("x", "T", "N", "I");
    timesteps = x[0];
    batch = x[1];
    hiddenSize = tensors.sizes("weight_hh_l0", "G*H", "H")[1];
    cell = options.cell(x[2], hiddenSize, biases());
  }

  private Biases biases() {
    if (tensors.has("bias_hh_l0")) {
      return Biases.DOUBLE;
    }
    return tensors.has("bias_ih_l0") ? Biases.SINGLE : Biases.NONE;
  }

  private ParityCase read() {
    expectOutputs();
    boolean cellState = cell.hasCellState();
    ParityCase read =
        new ParityCase(
            cell,
            options.layers(),
            directions,
            timesteps,
            batch,
            tensors.floats("x", timesteps, batch, cell.inputSize()),
            lengths(),
            states("h0"),
            cellState ? states("c0") : null,
            weights(),
            tensors.floatsOrNull("dy", timesteps, batch, directions * hiddenSize),
            states("dhn"),
            cellState ? states("dcn") : null,
            expected);
    tensors.refuseUnread();
    checkExpectations(read);
    return read;
  }

  private void expectOutputs() {
    expect("y", timesteps, batch, directions * hiddenSize);
    expect("hn", cells, batch, hiddenSize);
    if (cell.hasCellState()) {
      expect("cn", cells, batch, hiddenSize);
    }
    expect("grad.x", timesteps, batch, cell.inputSize());
    expect("grad.h0", cells, batch, hiddenSize);
    if (cell.hasCellState()) {
      expect("grad.c0", cells, batch, hiddenSize);
    }
  }

  private List<Map<CellParameter, float[]>> weights() {
    List<Map<CellParameter, float[]>> all = new ArrayList<>();
    for (int layer = 0; layer < options.layers(); layer++) {
      Cell ofLayer = layer == 0 ? cell : cell.withInputSize(directions * hiddenSize);
      for (int d = 0; d < directions; d++) {
        Map<CellParameter, float[]> byRole = new EnumMap<>(CellParameter.class);
        for (Map.Entry<CellParameter, List<Integer>> role : ofLayer.parameterShapes().entrySet()) {
          String name = ParityCase.weightName(role.getKey(), layer, Direction.values()[d]);
          int[] shape = role.getValue().stream().mapToInt(Integer::intValue).toArray();
          byRole.put(role.getKey(), tensors.floats(name, shape));
          expect("grad." + name, shape);
        }
        all.add(byRole);
      }
    }
    return all;
  }

  private int[] lengths() {
    if (!tensors.has("lengths")) {
      return null;
    }
    long[] values = tensors.longs("lengths", batch);
    int[] lengths = new int[batch];
    for (int n = 0; n < batch; n++) {
      if (values[n] < 0 || values[n] > timesteps) {
        throw new IllegalArgumentException(
            "lengths: expected 0 to %d, got %d for row %d".formatted(timesteps, values[n], n));
      }
      lengths[n] = (int) values[n];
    }
    return lengths;
  }

  private float[] states(String name) {
    return tensors.floatsOrNull(name, cells, batch, hiddenSize);
  }

  private void expect(String name, int... shape) {
    if (tensors.has(name)) {
      expected.put(name, tensors.doubles(name, shape));
    }
  }

  private void checkExpectations(ParityCase read) {
    if (expected.isEmpty()) {
      throw new IllegalArgumentException("expected at least one of y, hn, cn, grad.*, found none");
    }
    for (String name : expected.keySet()) {
      if (name.startsWith("grad.") && !read.goesBackward()) {
        throw new IllegalArgumentException(
            name + ": expected dy, dhn or dcn beside it, found none");
      }
    }
  }
}

package dev.sluice.device.cpu;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A cell's weights in the forms that products read: packed once per change of the weights, for one
 * direction through time (forward or backward).
 */
final class PackedCell {
  private final Dimensions size;
  private final GateLayout layout;
  private final boolean backward;
  private final PackedMatrix input;
  private final List<PackedMatrix> recurrent = new ArrayList<>();
  private final float[] bias;
  private CellParameters packed;
  private long version;

  /**
   * @param backward whether the products of the way back are packed
   */
  PackedCell(Dimensions size, GateLayout layout, Kernels kernels, boolean backward) {
    this.size = size;
    this.layout = layout;
    this.backward = backward;
    this.input = matrix(layout.inputGates().length, size.input, kernels);
    for (GateLayout.RecurrentProduct product : layout.recurrent()) {
      recurrent.add(matrix(product.gates().length, size.hidden, kernels));
    }
    this.bias = new float[size.gateStride];
  }

  private PackedMatrix matrix(int gates, int width, Kernels kernels) {
    int rows = gates * size.block;
    return backward
        ? new PackedMatrix(rows, width, kernels.panelWidth())
        : new PackedMatrix(width, rows, kernels.panelWidth());
  }

  /** The input weights: {@code [I, blocks]} forward, {@code [blocks, I]} backward. */
  PackedMatrix input() {
    return input;
  }

  /**
   * The weights of a recurrent product: {@code [H, blocks]} forward, {@code [blocks, H]} backward.
   */
  PackedMatrix recurrent(int product) {
    return recurrent.get(product);
  }

  /** One row of gates with only the biases in it. */
  float[] bias() {
    return bias;
  }

  /** Whether this holds the parameters as they are now. */
  boolean holds(CellParameters parameters) {
    return parameters == packed && version(parameters) == version;
  }

  private static long version(CellParameters parameters) {
    long sum = 0;
    for (Parameter parameter : parameters.all()) {
      sum += parameter.value().version();
    }
    return sum;
  }

  /** Packs the parameters as they are now. */
  void pack(CellParameters parameters, WorkerPool workers) {
    Tensor ih = parameters.get(CellParameter.WEIGHT_IH).value();
    Tensor hh = parameters.get(CellParameter.WEIGHT_HH).value();
    float[] inputWeights = CpuTensor.of(ih).readFloats();
    float[] recurrentWeights = CpuTensor.of(hh).readFloats();
    workers.run(
        1 + recurrent.size(),
        task -> {
          if (task == 0) {
            pack(input, inputWeights, layout.inputGates(), size.input);
          } else {
            int[] gates = layout.recurrent().get(task - 1).gates();
            pack(recurrent.get(task - 1), recurrentWeights, gates, size.hidden);
          }
        });
    if (!backward) {
      packBiases(parameters);
    }
    packed = parameters;
    version = version(parameters);
  }

  private void pack(PackedMatrix matrix, float[] weights, int[] gates, int width) {
    if (backward) {
      matrix.packBackward(weights, width, gates, size.hidden, size.block);
    } else {
      matrix.packForward(weights, gates, size.hidden, size.block);
    }
  }

  private void packBiases(CellParameters parameters) {
    Arrays.fill(bias, 0);
    if (parameters.has(CellParameter.BIAS_IH)) {
      addBias(parameters, CellParameter.BIAS_IH, 0, layout.inputGates());
    }
    if (parameters.has(CellParameter.BIAS_HH)) {
      for (GateLayout.RecurrentProduct product : layout.recurrent()) {
        addBias(parameters, CellParameter.BIAS_HH, product.firstBlock(), product.gates());
      }
    }
  }

  private void addBias(CellParameters parameters, CellParameter role, int firstBlock, int[] gates) {
    float[] values = CpuTensor.of(parameters.get(role).value()).readFloats();
    for (int slot = 0; slot < gates.length; slot++) {
      int to = (firstBlock + slot) * size.block;
      for (int j = 0; j < size.hidden; j++) {
        bias[to + j] += values[gates[slot] * size.hidden + j];
      }
    }
  }
}

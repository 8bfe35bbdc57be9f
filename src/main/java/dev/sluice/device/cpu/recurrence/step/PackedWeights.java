package dev.sluice.device.cpu.recurrence.step;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Parameter;
import dev.sluice.device.cpu.kernel.ElementwiseParameters;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a cell, packed for the matrix products of the forward or of the backward pass.
 * They are packed once per change of the weights.
 */
public final class PackedWeights {
  private final PaddedSizes size;
  private final GateLayout layout;
  private final boolean backward;
  private final PackedMatrix input;
  private final List<PackedMatrix> recurrent = new ArrayList<>();
  private final @Nullable PackedMatrix projection;
  private final ElementwiseParameters vectors;
  private final float[] bias;
  private @Nullable CellParameters packed;
  private long version;

  /**
   * Allocates the packed matrices.
   *
   * @param parts the number of parts into which threads divide each product
   * @param backward whether to pack for the backward pass
   */
  public PackedWeights(
      Cell cell,
      PaddedSizes size,
      GateLayout layout,
      Kernels kernels,
      int parts,
      boolean backward) {
    this.size = size;
    this.layout = layout;
    this.backward = backward;
    this.input = matrix(layout.input().gates().length * size.block, size.input, kernels, parts);
    for (GateLayout.RecurrentProduct product : layout.recurrent()) {
      int rows = product.blocks().gates().length * size.block;
      recurrent.add(matrix(rows, size.output, kernels, parts));
    }
    this.projection =
        cell.parameterShapes().containsKey(CellParameter.WEIGHT_HR)
            ? matrix(size.output, size.hidden, kernels, parts)
            : null;
    this.vectors = new ElementwiseParameters(cell, layout, size, float[]::new);
    this.bias = new float[size.gateStride];
  }

  private PackedMatrix matrix(int rows, int width, Kernels kernels, int parts) {
    return backward ? kernels.matrix(rows, width, parts) : kernels.matrix(width, rows, parts);
  }

  /** The input weights: {@code [I, blocks]} forward, {@code [blocks, I]} backward. */
  public PackedMatrix input() {
    return input;
  }

  /**
   * The weights of a recurrent product: {@code [P, blocks]} forward, {@code [blocks, P]} backward.
   */
  PackedMatrix recurrent(int product) {
    return recurrent.get(product);
  }

  /**
   * The weights of the projection, which the cell has: {@code [H, P]} forward, {@code [P, H]}
   * backward.
   */
  PackedMatrix projection() {
    return requireNonNull(projection, "the cell has no projection");
  }

  /** The element-wise parameters. */
  ElementwiseParameters vectors() {
    return vectors;
  }

  /** A row of gates that contains only the biases. */
  public float[] bias() {
    return bias;
  }

  /** Whether the packed weights are up to date with the parameters. */
  public boolean holds(CellParameters parameters) {
    return parameters == packed && version(parameters) == version;
  }

  private static long version(CellParameters parameters) {
    long sum = 0;
    for (Parameter parameter : parameters.all()) {
      sum += parameter.value().version();
    }
    return sum;
  }

  /** Packs the current values of the parameters. */
  public void pack(CellParameters parameters, WorkerPool workers) {
    float[] inputWeights = values(parameters, CellParameter.WEIGHT_IH);
    float[] recurrentWeights = values(parameters, CellParameter.WEIGHT_HH);
    workers.run(
        1 + recurrent.size(),
        task -> {
          if (task == 0) {
            pack(input, inputWeights, layout.input().gates(), size.input);
          } else {
            int[] gates = layout.recurrent().get(task - 1).blocks().gates();
            pack(recurrent.get(task - 1), recurrentWeights, gates, size.output);
          }
        });
    if (projection != null) {
      packProjection(projection, values(parameters, CellParameter.WEIGHT_HR));
    }
    for (CellParameter role : vectors.roles()) {
      float[] target = vectors.of(role);
      Arrays.fill(target, 0);
      add(values(parameters, role), layout.blocksOf(role), target);
    }
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

  private static float[] values(CellParameters parameters, CellParameter role) {
    return CpuTensor.of(parameters.get(role).value()).readFloats();
  }

  /** Packs the projection as one gate of P rows. */
  private void packProjection(PackedMatrix target, float[] weights) {
    int[] gates = {0};
    if (backward) {
      target.packBackward(weights, size.hidden, gates, size.output, size.output);
    } else {
      target.packForward(weights, gates, size.output, size.output);
    }
  }

  private void packBiases(CellParameters parameters) {
    Arrays.fill(bias, 0);
    if (parameters.has(CellParameter.BIAS_IH)) {
      add(values(parameters, CellParameter.BIAS_IH), layout.input(), bias);
    }
    if (parameters.has(CellParameter.BIAS_HH)) {
      for (GateLayout.RecurrentProduct product : layout.recurrent()) {
        add(values(parameters, CellParameter.BIAS_HH), product.blocks(), bias);
      }
    }
  }

  /** Adds the gates of a parameter to their blocks. */
  private void add(float[] values, GateLayout.Blocks blocks, float[] target) {
    int[] gates = blocks.gates();
    for (int slot = 0; slot < gates.length; slot++) {
      int to = (blocks.first() + slot) * size.block;
      for (int j = 0; j < size.hidden; j++) {
        target[to + j] += values[gates[slot] * size.hidden + j];
      }
    }
  }
}

package dev.sluice.device.cpu.operation;

import dev.sluice.device.Products;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.runtime.ArrayPool;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;

/**
 * General matrix products on the CPU. The right operand is packed into panels. A transposed left
 * operand is copied in row-major order first. Threads share the rows of the result.
 */
public final class CpuProducts implements Products {
  /** With fewer multiply-adds, the overhead of a second thread is larger than the gain. */
  private static final long SMALL = 1 << 16;

  private final CpuBackend device;

  public CpuProducts(CpuBackend device) {
    this.device = device;
  }

  @Override
  public void multiply(Tensor a, Operand opA, Tensor b, Operand opB, Tensor c, Into into) {
    boolean transposeA = opA == Operand.TRANSPOSED;
    boolean transposeB = opB == Operand.TRANSPOSED;
    int rows = transposeA ? a.shape().columns() : a.shape().rows();
    int depth = transposeA ? a.shape().rows() : a.shape().columns();
    int columns = transposeB ? b.shape().rows() : b.shape().columns();
    ArrayPool arrays = device.arrays();
    int width = device.kernels().panelWidth();
    int panels = (columns + width - 1) / width;
    float[] packed = arrays.takeFloats((long) panels * depth * width);
    float[] left = transposeA ? arrays.takeFloats((long) rows * depth) : null;
    float[] result = arrays.takeFloats((long) rows * panels * width);
    try {
      pack(CpuTensor.of(b).readFloats(), transposeB, depth, columns, width, packed);
      float[] source = CpuTensor.of(a).readFloats();
      if (left != null) {
        transpose(source, depth, rows, left);
        source = left;
      }
      multiply(source, rows, depth, packed, panels, result);
      store(result, panels * width, rows, columns, CpuTensor.of(c).writeFloats(), into);
    } finally {
      arrays.give(packed);
      arrays.give(result);
      if (left != null) {
        arrays.give(left);
      }
    }
  }

  private void multiply(
      float[] a, int rows, int depth, float[] packed, int panels, float[] result) {
    Kernels kernels = device.kernels();
    int stride = panels * kernels.panelWidth();
    int threads = (long) rows * depth * stride < SMALL ? 1 : device.workers().threads();
    device
        .workers()
        .run(
            threads,
            shard -> {
              int from = (int) ((long) rows * shard / threads);
              int to = (int) ((long) rows * (shard + 1) / threads);
              kernels.multiply(
                  to - from,
                  depth,
                  a,
                  from * depth,
                  depth,
                  packed,
                  0,
                  panels,
                  result,
                  from * stride,
                  stride,
                  false);
            });
  }

  /** Packs B into panels {@code [panel][depth][width]}. The last panel is padded with zeros. */
  private static void pack(
      float[] b, boolean transposed, int depth, int columns, int width, float[] packed) {
    int to = 0;
    for (int first = 0; first < columns; first += width) {
      for (int k = 0; k < depth; k++) {
        for (int column = first; column < first + width; column++) {
          int from = transposed ? column * depth + k : k * columns + column;
          packed[to++] = column < columns ? b[from] : 0;
        }
      }
    }
  }

  private static void transpose(float[] source, int rows, int columns, float[] target) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        target[column * rows + row] = source[row * columns + column];
      }
    }
  }

  private void store(float[] source, int stride, int rows, int columns, float[] target, Into into) {
    Kernels kernels = device.kernels();
    for (int row = 0; row < rows; row++) {
      if (into == Into.ADD) {
        kernels.addScaled(1, source, row * stride, target, row * columns, columns);
      } else {
        System.arraycopy(source, row * stride, target, row * columns, columns);
      }
    }
  }
}

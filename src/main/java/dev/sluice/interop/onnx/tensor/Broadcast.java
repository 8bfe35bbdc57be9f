package dev.sluice.interop.onnx.tensor;

import java.util.Arrays;
import java.util.Locale;

/** Broadcasting by the rules of NumPy: shapes are aligned at the right, and sizes of 1 repeat. */
public final class Broadcast {
  private Broadcast() {}

  /**
   * @throws OnnxException if two sizes differ and neither is 1
   */
  public static int[] shape(int[] a, int[] b) {
    int[] shape = new int[Math.max(a.length, b.length)];
    for (int d = 1; d <= shape.length; d++) {
      int x = d <= a.length ? a[a.length - d] : 1;
      int y = d <= b.length ? b[b.length - d] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "shapes: expected equal sizes or 1, got %s and %s",
                Abbreviation.of(a),
                Abbreviation.of(b)));
      }
      shape[shape.length - d] = x == 1 ? y : x;
    }
    return shape;
  }

  /** For each element of the broadcast shape, its index in the tensor. */
  public static int[] sources(HostTensor tensor, int[] shape) {
    return ShapeArithmetic.sources(shape, 0, strides(tensor, shape));
  }

  /** The tensor, broadcast to a shape. */
  public static HostTensor expand(HostTensor tensor, int[] shape) {
    return Arrays.equals(tensor.shape(), shape)
        ? tensor
        : tensor.strided(shape, 0, strides(tensor, shape));
  }

  private static int[] strides(HostTensor tensor, int[] shape) {
    int[] own = tensor.strides();
    int[] strides = new int[shape.length];
    for (int d = 1; d <= own.length; d++) {
      strides[shape.length - d] = tensor.size(own.length - d) == 1 ? 0 : own[own.length - d];
    }
    return strides;
  }
}

package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.Broadcast;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The matrix-product operators Gemm, MatMul and Einsum. Sums are computed in float64. */
public final class ProductOperators {
  private ProductOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "Einsum", single(Einsum::compute),
        "Gemm", single(ProductOperators::gemm),
        "MatMul", single(ProductOperators::matMul));
  }

  private static HostTensor gemm(NodeCall call) {
    HostTensor a = matrix(call.input(0), call.integer("transA", 0) != 0);
    HostTensor b = matrix(call.input(1), call.integer("transB", 0) != 0);
    int rows = a.size(0);
    int columns = b.size(1);
    float[] values = product(call, a, b).floats();
    float alpha = call.real("alpha", 1);
    HostTensor c = call.optional(2);
    float beta = c == null ? 0 : call.real("beta", 1);
    int[] shape = {rows, columns};
    float[] summand = null;
    if (c != null) {
      if (!Arrays.equals(Broadcast.shape(c.shape(), shape), shape)) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "C: expected a tensor that broadcasts to %s, got %s",
                Abbreviation.of(shape),
                c));
      }
      summand = Broadcast.expand(c, shape).floats();
    }
    for (int k = 0; k < values.length; k++) {
      values[k] = alpha * values[k] + (summand == null ? 0 : beta * summand[k]);
    }
    return HostTensor.floats(a.type(), values, shape);
  }

  private static HostTensor matrix(HostTensor tensor, boolean transposed) {
    if (tensor.rank() != 2) {
      throw new OnnxException("expected a matrix, got " + tensor);
    }
    return transposed ? ShapeOperators.transposed(tensor, 1, 0) : tensor;
  }

  /**
   * The operator MatMul, as in NumPy: vectors are rows or columns, and batch dimensions are
   * broadcast.
   */
  private static HostTensor matMul(NodeCall call) {
    HostTensor a = call.input(0);
    HostTensor b = call.input(1);
    if (a.rank() == 0 || b.rank() == 0) {
      throw new OnnxException(
          String.format(Locale.ROOT, "expected vectors or matrices, got %s and %s", a, b));
    }
    HostTensor left = a.rank() == 1 ? a.reshaped(1, a.size(0)) : a;
    HostTensor right = b.rank() == 1 ? b.reshaped(b.size(0), 1) : b;
    HostTensor result = product(call, left, right);
    if (left == a && right == b) {
      return result;
    }
    int[] shape = result.shape();
    if (b.rank() == 1) {
      shape = Axes.without(shape, shape.length - 1);
    }
    if (a.rank() == 1) {
      shape = Axes.without(shape, shape.length - (b.rank() == 1 ? 1 : 2));
    }
    return result.reshaped(shape);
  }

  private static HostTensor product(NodeCall call, HostTensor a, HostTensor b) {
    int rows = a.size(a.rank() - 2);
    int inner = a.size(a.rank() - 1);
    int columns = b.size(b.rank() - 1);
    if (b.size(b.rank() - 2) != inner || a.type() != b.type()) {
      throw new OnnxException(
          String.format(Locale.ROOT, "expected matrices of matching sizes, got %s and %s", a, b));
    }
    if (b.rank() == 2) {
      return product(call, a, b, inner, columns);
    }
    int[] outerA = Arrays.copyOf(a.shape(), a.rank() - 2);
    int[] outerB = Arrays.copyOf(b.shape(), b.rank() - 2);
    int[] outer = Broadcast.shape(outerA, outerB);
    int[] shape = Arrays.copyOf(outer, outer.length + 2);
    shape[outer.length] = rows;
    shape[outer.length + 1] = columns;
    call.work(Math.multiplyExact((long) ShapeArithmetic.elements(shape), inner));
    HostTensor result = HostTensor.zeros(a.type(), shape);
    if (result.elements() == 0) {
      return result;
    }
    int[] fromA = Broadcast.sources(HostTensor.zeros(ElementType.BOOL, outerA), outer);
    int[] fromB = Broadcast.sources(HostTensor.zeros(ElementType.BOOL, outerB), outer);
    double[] sums = HostTensor.zeros(ElementType.DOUBLE, columns).doubles();
    for (int k = 0; k < fromA.length; k++) {
      for (int r = 0; r < rows; r++) {
        row(
            a.floats(),
            (fromA[k] * rows + r) * inner,
            b.floats(),
            fromB[k] * inner * columns,
            inner,
            result.floats(),
            (k * rows + r) * columns,
            sums);
      }
    }
    return result;
  }

  /** Multiplies all rows of the left operand by one matrix. */
  private static HostTensor product(
      NodeCall call, HostTensor a, HostTensor b, int inner, int columns) {
    int rows = a.product(0, a.rank() - 1);
    call.work(Math.multiplyExact((long) rows * inner, columns));
    int[] shape = a.shape();
    shape[shape.length - 1] = columns;
    HostTensor result = HostTensor.zeros(a.type(), shape);
    if (result.elements() == 0) {
      return result;
    }
    double[] sums = HostTensor.zeros(ElementType.DOUBLE, columns).doubles();
    for (int r = 0; r < rows; r++) {
      row(a.floats(), r * inner, b.floats(), 0, inner, result.floats(), r * columns, sums);
    }
    return result;
  }

  /**
   * @param sums buffer with one element per column of the right operand; overwritten
   */
  private static void row(
      float[] a, int fromA, float[] b, int fromB, int inner, float[] y, int to, double[] sums) {
    int columns = sums.length;
    Arrays.fill(sums, 0);
    for (int k = 0; k < inner; k++) {
      double factor = a[fromA + k];
      for (int c = 0; c < columns; c++) {
        sums[c] += factor * b[fromB + k * columns + c];
      }
    }
    for (int c = 0; c < columns; c++) {
      y[to + c] = (float) sums[c];
    }
  }
}

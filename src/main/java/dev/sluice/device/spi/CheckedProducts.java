package dev.sluice.device.spi;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Products;
import dev.sluice.device.Tensor;
import java.util.Locale;

/** Products whose arguments are checked before a backend computes them. */
public final class CheckedProducts implements Products {
  private final Products backend;

  public CheckedProducts(Products backend) {
    this.backend = backend;
  }

  @Override
  public void multiply(Tensor a, Operand opA, Tensor b, Operand opB, Tensor c, Into into) {
    Require.present("a", a);
    Require.present("b", b);
    Require.present("into", into);
    boolean transposeA = Require.present("opA", opA) == Operand.TRANSPOSED;
    boolean transposeB = Require.present("opB", opB) == Operand.TRANSPOSED;
    int rows = transposeA ? a.shape().columns() : a.shape().rows();
    int depth = transposeA ? a.shape().rows() : a.shape().columns();
    int columns = transposeB ? b.shape().rows() : b.shape().columns();
    matrix("b", b, transposeB ? columns : depth, transposeB ? depth : columns);
    matrix("c", c, rows, columns);
    matrix("a", a, transposeA ? depth : rows, transposeA ? rows : depth);
    backend.multiply(a, opA, b, opB, c, into);
  }

  private static void matrix(String name, Tensor tensor, int rows, int columns) {
    if (Require.present(name, tensor).dtype() != DType.FLOAT32
        || tensor.shape().rows() != rows
        || tensor.shape().columns() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected FLOAT32 with %d rows of %d, got %s",
              name,
              rows,
              columns,
              tensor.layout()));
    }
  }
}

package dev.sluice.device;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.List;

/**
 * The sizes of the dimensions of a tensor, the outermost first; row-major. Immutable. A shape
 * without dimensions is a scalar of one element. A dimension may have size 0.
 */
public final class Shape {
  private final int[] sizes;
  private final long elements;

  private Shape(int[] sizes) {
    long product = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "shape: expected sizes of at least 0, got " + Arrays.toString(sizes));
      }
      product = Math.multiplyExact(product, size);
    }
    this.sizes = sizes;
    this.elements = product;
  }

  /** The shape of these sizes. */
  public static Shape of(int... sizes) {
    Require.present("sizes", sizes);
    return new Shape(sizes.clone());
  }

  /** The shape of these sizes. */
  public static Shape of(List<Integer> sizes) {
    Require.present("sizes", sizes);
    return new Shape(sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The number of dimensions. */
  public int rank() {
    return sizes.length;
  }

  /**
   * The size of one dimension.
   *
   * @param dimension 0 is the outermost dimension; negative numbers count from the innermost, -1
   */
  public int size(int dimension) {
    return sizes[dimension < 0 ? sizes.length + dimension : dimension];
  }

  /** The number of elements: the product of all sizes. */
  public long elements() {
    return elements;
  }

  /**
   * The number of columns if the tensor is viewed as a matrix: the size of the innermost dimension;
   * 1 for a scalar.
   */
  public int columns() {
    return sizes.length == 0 ? 1 : sizes[sizes.length - 1];
  }

  /**
   * The number of rows if the tensor is viewed as a matrix: the product of all sizes except the
   * innermost.
   */
  public int rows() {
    long rows = 1;
    for (int i = 0; i < sizes.length - 1; i++) {
      rows *= sizes[i];
    }
    return Math.toIntExact(rows);
  }

  /** A copy of the sizes. */
  public int[] sizes() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** For example {@code [7, 2, 5]}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}

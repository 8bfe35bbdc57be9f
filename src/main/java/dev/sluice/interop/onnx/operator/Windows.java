package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Arrays;
import java.util.Locale;

/**
 * The positions of a kernel on an input, in any number of spatial dimensions. Convolution and
 * pooling share it.
 *
 * @param input spatial sizes of the input
 * @param kernel sizes of the window
 * @param pads padding before the input
 * @param padsAfter padding after the input
 * @param output number of windows in each dimension
 */
record Windows(
    int[] input,
    int[] kernel,
    int[] strides,
    int[] dilations,
    int[] pads,
    int[] padsAfter,
    int[] output) {

  /**
   * Reads {@code strides}, {@code dilations}, {@code pads}, {@code auto_pad} and {@code ceil_mode}.
   *
   * @throws OnnxException if an attribute is invalid, or no window fits
   */
  static Windows read(NodeCall call, int[] input, int[] kernel) {
    int rank = input.length;
    int[] strides = sizes(call, "strides", rank);
    int[] dilations = sizes(call, "dilations", rank);
    int[] given = pads(call, rank);
    String automatic = call.text("auto_pad", "NOTSET");
    boolean roundsUp = call.integer("ceil_mode", 0) != 0;
    int[] pads = new int[rank];
    int[] padsAfter = new int[rank];
    int[] output = new int[rank];
    for (int d = 0; d < rank; d++) {
      long extent = (kernel[d] - 1L) * dilations[d] + 1;
      switch (automatic) {
        case "NOTSET", "VALID" -> {
          boolean padded = automatic.equals("NOTSET");
          pads[d] = padded ? given[d] : 0;
          padsAfter[d] = padded ? given[rank + d] : 0;
          long whole = (long) input[d] + pads[d] + padsAfter[d];
          output[d] = count(whole, extent, strides[d], pads[d] + input[d], roundsUp);
        }
        case "SAME_UPPER", "SAME_LOWER" -> {
          output[d] = (input[d] + strides[d] - 1) / strides[d];
          long padding = Math.max(0, (output[d] - 1L) * strides[d] + extent - input[d]);
          long before = automatic.equals("SAME_UPPER") ? padding / 2 : padding - padding / 2;
          pads[d] = Math.toIntExact(before);
          padsAfter[d] = Math.toIntExact(padding - before);
        }
        default ->
            throw new OnnxException(
                "auto_pad: expected NOTSET, VALID, SAME_UPPER or SAME_LOWER, got " + automatic);
      }
    }
    return new Windows(input, kernel, strides, dilations, pads, padsAfter, output);
  }

  /**
   * @param limit start of the padding after the input; a window must start before it
   */
  private static int count(long whole, long extent, int stride, int limit, boolean roundsUp) {
    if (whole < extent) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected an input of at least the window's extent, %d, got %d with its padding",
              extent,
              whole));
    }
    long count = (whole - extent + (roundsUp ? stride - 1 : 0)) / stride + 1;
    if (roundsUp && (count - 1) * stride >= limit) {
      count--;
    }
    return Math.toIntExact(count);
  }

  private static int[] sizes(NodeCall call, String name, int rank) {
    long[] values = call.integers(name);
    if (values == null) {
      int[] ones = new int[rank];
      Arrays.fill(ones, 1);
      return ones;
    }
    return checked(name, values, rank, 1);
  }

  private static int[] pads(NodeCall call, int rank) {
    long[] values = call.integers("pads");
    return values == null ? new int[2 * rank] : checked("pads", values, 2 * rank, 0);
  }

  /** Checks a list with one number per spatial dimension. */
  static int[] checked(String name, long[] values, int count, int least) {
    boolean fits = values.length == count;
    for (long value : values) {
      fits &= value >= least && value <= ShapeArithmetic.MAX_ELEMENTS;
    }
    if (!fits) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s: expected %d numbers of at least %d, got %s",
              name,
              count,
              least,
              Abbreviation.of(values)));
    }
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  /** The same windows on an input that includes its padding. */
  Windows overPadding() {
    int[] whole = new int[rank()];
    for (int d = 0; d < rank(); d++) {
      whole[d] = Math.addExact(Math.addExact(input[d], pads[d]), padsAfter[d]);
    }
    return new Windows(whole, kernel, strides, dilations, new int[rank()], new int[rank()], output);
  }

  int rank() {
    return input.length;
  }

  /** The number of input elements per channel. */
  int inputs() {
    return ShapeArithmetic.elements(input);
  }

  /** The number of windows. */
  int outputs() {
    return ShapeArithmetic.elements(output);
  }

  /** The number of elements of a window. */
  int taps() {
    return ShapeArithmetic.elements(kernel);
  }

  /**
   * Copies the input element at one position of the window, for consecutive windows. Elements in
   * the padding are {@code outside}.
   *
   * @param x input; {@code channel} is the index of the first element of the channel
   * @param tap position in the window, row-major
   * @param first index of the first window, row-major
   * @param y output; receives {@code count} values starting at {@code to}
   */
  void gather(
      float[] x, int channel, int tap, int first, int count, float outside, float[] y, int to) {
    int last = rank() - 1;
    int shift = tap % kernel[last] * dilations[last] - pads[last];
    int done = 0;
    while (done < count) {
      int column = (first + done) % output[last];
      int run = Math.min(count - done, output[last] - column);
      int row = row(tap / kernel[last], (first + done) / output[last]);
      if (row < 0) {
        Arrays.fill(y, to + done, to + done + run, outside);
      } else {
        line(x, channel + row, column, shift, run, outside, y, to + done);
      }
      done += run;
    }
  }

  /** The offset of the line along the last dimension; -1 if the line is in the padding. */
  private int row(int tap, int window) {
    int row = 0;
    int stride = input[rank() - 1];
    for (int d = rank() - 2; d >= 0; d--) {
      int at = window % output[d] * strides[d] - pads[d] + tap % kernel[d] * dilations[d];
      if (at < 0 || at >= input[d]) {
        return -1;
      }
      row += at * stride;
      stride *= input[d];
      window /= output[d];
      tap /= kernel[d];
    }
    return row;
  }

  private void line(
      float[] x, int from, int column, int shift, int run, float outside, float[] y, int to) {
    int size = input[rank() - 1];
    int step = strides[rank() - 1];
    int at = column * step + shift;
    if (step == 1) {
      int before = Math.max(0, Math.min(run, -at));
      int inside = Math.max(before, Math.min(run, size - at));
      Arrays.fill(y, to, to + before, outside);
      System.arraycopy(
          x, before == inside ? 0 : from + at + before, y, to + before, inside - before);
      Arrays.fill(y, to + inside, to + run, outside);
      return;
    }
    for (int k = 0; k < run; k++, at += step) {
      y[to + k] = at < 0 || at >= size ? outside : x[from + at];
    }
  }
}

package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a kernel's positions lie over an input, in any number of spatial dimensions: what Conv and
 * the poolings share.
 *
 * @param input sizes of the spatial dimensions
 * @param kernel sizes of the window
 * @param pads how far the first window begins before the input
 * @param behind how much padding there is behind the input
 * @param output how many windows there are in each dimension
 */
record Windows(
    int[] input,
    int[] kernel,
    int[] strides,
    int[] dilations,
    int[] pads,
    int[] behind,
    int[] output) {

  /**
   * Reads {@code strides}, {@code dilations}, {@code pads}, {@code auto_pad} and {@code ceil_mode}.
   *
   * @throws OnnxException if one of them does not fit, or a window finds no place
   */
  static Windows read(NodeCall call, int[] input, int[] kernel) {
    int rank = input.length;
    int[] strides = sizes(call, "strides", rank);
    int[] dilations = sizes(call, "dilations", rank);
    int[] given = pads(call, rank);
    String automatic = call.text("auto_pad", "NOTSET");
    boolean roundsUp = call.integer("ceil_mode", 0) != 0;
    int[] pads = new int[rank];
    int[] behind = new int[rank];
    int[] output = new int[rank];
    for (int d = 0; d < rank; d++) {
      long extent = (kernel[d] - 1L) * dilations[d] + 1;
      switch (automatic) {
        case "NOTSET", "VALID" -> {
          boolean padded = automatic.equals("NOTSET");
          pads[d] = padded ? given[d] : 0;
          behind[d] = padded ? given[rank + d] : 0;
          long whole = (long) input[d] + pads[d] + behind[d];
          output[d] = count(whole, extent, strides[d], pads[d] + input[d], roundsUp);
        }
        case "SAME_UPPER", "SAME_LOWER" -> {
          output[d] = (input[d] + strides[d] - 1) / strides[d];
          long padding = Math.max(0, (output[d] - 1L) * strides[d] + extent - input[d]);
          long before = automatic.equals("SAME_UPPER") ? padding / 2 : padding - padding / 2;
          pads[d] = Math.toIntExact(before);
          behind[d] = Math.toIntExact(padding - before);
        }
        default ->
            throw new OnnxException(
                "auto_pad: expected NOTSET, VALID, SAME_UPPER or SAME_LOWER, got " + automatic);
      }
    }
    return new Windows(input, kernel, strides, dilations, pads, behind, output);
  }

  /**
   * @param begun where padding behind begins: a window must begin before it
   */
  private static int count(long whole, long extent, int stride, int begun, boolean roundsUp) {
    if (whole < extent) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected an input of at least the window's extent, %d, got %d with its padding",
              extent,
              whole));
    }
    long count = (whole - extent + (roundsUp ? stride - 1 : 0)) / stride + 1;
    if (roundsUp && (count - 1) * stride >= begun) {
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

  /** Numbers of a spatial dimension each. */
  static int[] checked(String name, long[] values, int count, int least) {
    boolean fits = values.length == count;
    for (long value : values) {
      fits &= value >= least && value <= HostTensor.MAX_ELEMENTS;
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

  /** The same windows over the input with its padding as one. */
  Windows overPadding() {
    int[] whole = new int[rank()];
    for (int d = 0; d < rank(); d++) {
      whole[d] = Math.addExact(Math.addExact(input[d], pads[d]), behind[d]);
    }
    return new Windows(whole, kernel, strides, dilations, new int[rank()], new int[rank()], output);
  }

  int rank() {
    return input.length;
  }

  /** How many elements of the input a channel has. */
  int inputs() {
    return HostTensor.elements(input);
  }

  /** How many windows there are. */
  int outputs() {
    return HostTensor.elements(output);
  }

  /** How many elements a window has. */
  int taps() {
    return HostTensor.elements(kernel);
  }

  /**
   * Copies what stands at one place of the window, for consecutive windows; {@code outside} where
   * that lies in the padding.
   *
   * @param x where {@code channel} is the index of the channel's first element
   * @param tap the place within the window, row-major
   * @param first the first window, row-major
   * @param y takes {@code count} values from {@code to} on
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

  /** Where the line of the last dimension begins; -1 in the padding. */
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

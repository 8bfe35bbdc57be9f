package dev.sluice.interop.onnx.recurrent;

import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The checked inputs of a recurrent node in one run, time-major.
 *
 * @param x sequences {@code [T, N, I]}
 * @param lengths row lengths {@code [N]}, or null if all rows have T steps
 * @param hidden initial h, {@code [D, N, H]}, or null
 * @param cell initial c, {@code [D, N, H]}, or null
 */
record RecurrentInputs(
    HostTensor x,
    @Nullable HostTensor lengths,
    @Nullable HostTensor hidden,
    @Nullable HostTensor cell) {
  private static final int LENGTHS = 4;
  private static final int HIDDEN = 5;
  private static final int CELL = 6;

  /**
   * @throws OnnxException if an input is invalid; the message names it, the expected and the actual
   *     value
   */
  static RecurrentInputs read(NodeCall call, RecurrentNode node) {
    HostTensor given = rank3("X", call.input(0));
    HostTensor x = node.batchFirst() ? ShapeOperators.transposed(given, 1, 0, 2) : given;
    if (x.size(0) == 0 || x.size(1) == 0) {
      throw new OnnxException("X: expected at least 1 timestep and 1 row, got " + x);
    }
    if (x.size(2) != node.cell().inputSize()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "X: expected %d features, as W has, got %s",
              node.cell().inputSize(),
              x));
    }
    return new RecurrentInputs(
        x,
        lengths(call.optional(LENGTHS), x.size(0), x.size(1)),
        states("initial_h", call.optional(HIDDEN), node, x.size(1)),
        node.cell().hasCellState()
            ? states("initial_c", call.optional(CELL), node, x.size(1))
            : null);
  }

  static HostTensor rank3(String name, HostTensor tensor) {
    if (tensor.rank() != 3 || !tensor.isFloat()) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: expected FLOAT of 3 dimensions, got %s", name, tensor));
    }
    return tensor;
  }

  private static @Nullable HostTensor lengths(
      @Nullable HostTensor given, int timesteps, int batch) {
    if (given == null) {
      return null;
    }
    if (given.type() != ElementType.INT32 || given.rank() != 1 || given.size(0) != batch) {
      throw new OnnxException(
          String.format(Locale.ROOT, "sequence_lens: expected INT32 [%d], got %s", batch, given));
    }
    for (long length : given.integers()) {
      if (length < 0 || length > timesteps) {
        throw new OnnxException(
            String.format(
                Locale.ROOT, "sequence_lens: expected from 0 to %d, got %d", timesteps, length));
      }
    }
    return given;
  }

  private static @Nullable HostTensor states(
      String name, @Nullable HostTensor given, RecurrentNode node, int batch) {
    if (given == null) {
      return null;
    }
    HostTensor states =
        node.batchFirst() ? ShapeOperators.transposed(rank3(name, given), 1, 0, 2) : given;
    int directions = node.directions().size();
    int hidden = node.cell().hiddenSize();
    boolean fits =
        states.isFloat()
            && states.rank() == 3
            && states.size(0) == directions
            && states.size(1) == batch
            && states.size(2) == hidden;
    if (!fits) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s: expected FLOAT %s, got %s",
              name,
              Abbreviation.of(directions, batch, hidden),
              states));
    }
    return states;
  }

  int timesteps() {
    return x.size(0);
  }

  int batch() {
    return x.size(1);
  }
}

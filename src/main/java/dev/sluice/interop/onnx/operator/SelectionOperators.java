package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** Operators that select, concatenate and split. */
public final class SelectionOperators {
  private SelectionOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "Compress", single(SelectionOperators::compress),
        "Concat", single(SelectionOperators::concat),
        "Gather", single(SelectionOperators::gather),
        "GatherElements", single(SelectionOperators::gatherElements),
        "GatherND", single(SelectionOperators::gatherNd),
        "ReverseSequence", single(SelectionOperators::reverseSequence),
        "Slice", single(SelectionOperators::slice),
        "Split", SelectionOperators::split);
  }

  private static HostTensor compress(NodeCall call) {
    boolean flat = !call.has("axis");
    HostTensor input = flat ? call.input(0).reshaped(call.input(0).elements()) : call.input(0);
    int axis = flat ? 0 : Axes.of(call.integer("axis", 0), input.rank());
    HostTensor condition = call.input(1);
    if (condition.type() != ElementType.BOOL
        || condition.rank() != 1
        || condition.size(0) > input.size(axis)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "condition: expected at most %d booleans, got %s",
              input.size(axis),
              condition));
    }
    long[] chosen =
        LongStream.range(0, condition.size(0))
            .filter(k -> condition.integers()[(int) k] != 0)
            .toArray();
    return gather(input, HostTensor.int64s(chosen), axis);
  }

  private static HostTensor concat(NodeCall call) {
    HostTensor first = call.input(0);
    if (!call.has("axis")) {
      throw new OnnxException("axis: expected an attribute, got none");
    }
    int axis = Axes.of(call.integer("axis", 0), first.rank());
    int[] shape = first.shape();
    shape[axis] = 0;
    for (int k = 0; k < call.inputs(); k++) {
      HostTensor each = call.input(k);
      boolean fits = each.rank() == shape.length && each.type() == first.type();
      for (int d = 0; fits && d < shape.length; d++) {
        fits = d == axis || each.size(d) == shape[d];
      }
      if (!fits) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "input %d: expected a tensor that can be concatenated with %s, got %s",
                k,
                first,
                each));
      }
      shape[axis] = Math.addExact(shape[axis], each.size(axis));
    }
    HostTensor result = HostTensor.zeros(first.type(), shape);
    int outer = Axes.product(shape, 0, axis);
    int inner = Axes.product(shape, axis + 1, shape.length);
    int offset = 0;
    for (int k = 0; k < call.inputs(); k++) {
      int run = call.input(k).size(axis) * inner;
      for (int o = 0; o < outer; o++) {
        result.copyFrom(call.input(k), o * run, o * shape[axis] * inner + offset, run);
      }
      offset += run;
    }
    return result;
  }

  private static HostTensor gather(NodeCall call) {
    HostTensor data = call.input(0);
    HostTensor indices = call.input(1);
    return gather(data, indices, Axes.of(call.integer("axis", 0), data.rank()));
  }

  private static HostTensor gather(HostTensor data, HostTensor indices, int axis) {
    int outer = data.product(0, axis);
    int inner = data.product(axis + 1, data.rank());
    int size = data.size(axis);
    int[] shape = new int[data.rank() - 1 + indices.rank()];
    for (int d = 0; d < shape.length; d++) {
      int within = d - axis;
      shape[d] =
          within < 0
              ? data.size(d)
              : within < indices.rank() ? indices.size(within) : data.size(d - indices.rank() + 1);
    }
    HostTensor result = HostTensor.zeros(data.type(), shape);
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (long index : indices.integers()) {
        result.copyFrom(data, (o * size + Axes.within(index, size)) * inner, to, inner);
        to += inner;
      }
    }
    return result;
  }

  private static HostTensor gatherElements(NodeCall call) {
    HostTensor data = call.input(0);
    HostTensor indices = call.input(1);
    int axis = Axes.of(call.integer("axis", 0), data.rank());
    boolean fits = indices.rank() == data.rank();
    for (int d = 0; fits && d < data.rank(); d++) {
      fits = d == axis || indices.size(d) <= data.size(d);
    }
    if (!fits) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "indices: expected a tensor that fits %s, got %s", data, indices));
    }
    int[] strides = data.strides();
    int step = strides[axis];
    strides[axis] = 0;
    HostTensor result = HostTensor.zeros(data.type(), indices.shape());
    int[] sources = ShapeArithmetic.sources(indices.shape(), 0, strides);
    for (int k = 0; k < sources.length; k++) {
      int index = Axes.within(indices.integers()[k], data.size(axis));
      result.copyFrom(data, sources[k] + index * step, k, 1);
    }
    return result;
  }

  /**
   * The operator GatherND. The first {@code batch_dims} dimensions of both inputs correspond to
   * each other.
   */
  private static HostTensor gatherNd(NodeCall call) {
    HostTensor data = call.input(0);
    HostTensor indices = call.input(1);
    int last = indices.rank() - 1;
    int batch = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, call.integer("batch_dims", 0)));
    boolean fits = batch >= 0 && batch <= Math.min(last, data.rank());
    for (int d = 0; fits && d < batch; d++) {
      fits = data.size(d) == indices.size(d);
    }
    if (!fits || indices.size(last) > data.rank() - batch) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "indices: expected a tensor for %s with batch_dims = %d, got %s",
              data,
              batch,
              indices));
    }
    int depth = indices.size(last);
    int whole = batch + depth;
    int[] shape = Arrays.copyOf(indices.shape(), last + data.rank() - whole);
    System.arraycopy(data.shape(), whole, shape, last, data.rank() - whole);
    HostTensor result = HostTensor.zeros(data.type(), shape);
    int[] strides = data.strides();
    int run = Axes.product(data.shape(), whole, data.rank());
    int count = Axes.product(indices.shape(), 0, last);
    int batches = Axes.product(data.shape(), 0, batch);
    for (int k = 0; k < count; k++) {
      int from = k / (count / batches) * Axes.product(data.shape(), batch, data.rank());
      for (int d = 0; d < depth; d++) {
        int at = Axes.within(indices.integers()[k * depth + d], data.size(batch + d));
        from += at * strides[batch + d];
      }
      result.copyFrom(data, from, k * run, run);
    }
    return result;
  }

  /** The operator ReverseSequence: reverses the first {@code lengths[n]} steps of each row. */
  private static HostTensor reverseSequence(NodeCall call) {
    HostTensor input = call.input(0);
    long[] lengths = call.input(1).integers();
    long time = call.integer("time_axis", 0);
    long batch = call.integer("batch_axis", 1);
    if (input.rank() < 2 || time + batch != 1 || time * batch != 0) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected time and batch as the first two axes, got %d and %d of %s",
              time,
              batch,
              input));
    }
    int rows = input.size((int) batch);
    if (lengths.length != rows) {
      throw new OnnxException(
          String.format(Locale.ROOT, "sequence_lens: expected %d, got %d", rows, lengths.length));
    }
    int[] strides = input.strides();
    int run = Axes.product(input.shape(), 2, input.rank());
    HostTensor result = HostTensor.zeros(input.type(), input.shape());
    for (int n = 0; n < rows; n++) {
      for (int t = 0; t < input.size((int) time); t++) {
        if (lengths[n] < 0 || lengths[n] > input.size((int) time)) {
          throw new OnnxException(
              String.format(
                  Locale.ROOT,
                  "sequence_lens: expected 0 to %d, got %d",
                  input.size((int) time),
                  lengths[n]));
        }
        int source = t < lengths[n] ? (int) lengths[n] - 1 - t : t;
        int row = n * strides[(int) batch];
        result.copyFrom(
            input, row + source * strides[(int) time], row + t * strides[(int) time], run);
      }
    }
    return result;
  }

  private static HostTensor slice(NodeCall call) {
    HostTensor input = call.input(0);
    long[] starts = call.integers("starts", 1);
    long[] ends = call.integers("ends", 2);
    long[] axes = call.integers("axes", 3);
    long[] steps = call.optional(4) == null ? null : call.input(4).integers();
    if (starts == null
        || ends == null
        || starts.length == 0
        || ends.length != starts.length
        || axes != null && axes.length != starts.length
        || steps != null && steps.length != starts.length) {
      throw new OnnxException("expected as many starts as ends, axes and steps");
    }
    int count = starts.length;
    int[] shape = input.shape();
    int[] strides = input.strides();
    int offset = 0;
    if (axes != null) {
      Axes.chosen(axes, input.rank());
    }
    for (int k = 0; k < count; k++) {
      int d = Axes.of(axes == null ? k : axes[k], input.rank());
      long step = steps == null ? 1 : steps[k];
      if (step == 0 || Math.abs(step) > Integer.MAX_VALUE) {
        throw new OnnxException("steps: expected numbers other than 0, got " + step);
      }
      long size = input.size(d);
      long from = bounded(starts[k], size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
      long to = bounded(ends[k], size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
      long length = Math.max(0, (to - from + step - Long.signum(step)) / step);
      offset += length == 0 ? 0 : (int) from * strides[d];
      shape[d] = (int) length;
      strides[d] = length < 2 ? 0 : (int) (strides[d] * step);
    }
    return input.strided(shape, offset, strides);
  }

  private static long bounded(long position, long size, long least, long most) {
    long counted = position < 0 ? position + size : position;
    return Math.max(Math.min(least, most), Math.min(most, Math.max(least, counted)));
  }

  private static List<HostTensor> split(NodeCall call) {
    HostTensor input = call.input(0);
    int axis = Axes.of(call.integer("axis", 0), input.rank());
    long[] sizes = call.integers("split", 1);
    if (sizes == null) {
      long parts = call.integer("num_outputs", call.outputs());
      long size = parts < 1 ? 0 : (input.size(axis) + parts - 1) / parts;
      sizes = new long[call.outputs()];
      Arrays.fill(sizes, size);
      if (sizes.length > 0) {
        sizes[sizes.length - 1] = input.size(axis) - size * (sizes.length - 1);
      }
    }
    if (Arrays.stream(sizes).anyMatch(size -> size < 0 || size > input.size(axis))
        || Arrays.stream(sizes).sum() != input.size(axis)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "split: expected parts of %d, got %s",
              input.size(axis),
              Abbreviation.of(sizes)));
    }
    List<HostTensor> parts = new ArrayList<>();
    int from = 0;
    for (long size : sizes) {
      int[] shape = input.shape();
      shape[axis] = (int) size;
      parts.add(input.strided(shape, from * input.strides()[axis], input.strides()));
      from += (int) size;
    }
    return parts;
  }
}

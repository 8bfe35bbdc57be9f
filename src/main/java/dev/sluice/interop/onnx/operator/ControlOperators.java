package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The operators with subgraphs: If, Loop and Scan. */
public final class ControlOperators {
  private static final String BODY = "body";

  /** The first opset in which Scan has no batch dimension. */
  private static final int SCAN_WITHOUT_BATCH = 9;

  private ControlOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "If", ControlOperators::choose,
        "Loop", ControlOperators::loop,
        "Scan", ControlOperators::scan);
  }

  private static List<HostTensor> choose(NodeCall call) {
    return call.run(isTrue(call.input(0)) ? "then_branch" : "else_branch", List.of());
  }

  private static boolean isTrue(HostTensor condition) {
    if (condition.type() != ElementType.BOOL || condition.elements() != 1) {
      throw new OnnxException("condition: expected one boolean, got " + condition);
    }
    return condition.integers()[0] != 0;
  }

  /**
   * Inputs: the maximum number of steps and the initial condition, both optional, then the
   * loop-carried values. Outputs: the loop-carried values, then the stacked scan outputs.
   */
  private static List<HostTensor> loop(NodeCall call) {
    HostTensor count = call.optional(0);
    HostTensor begin = call.optional(1);
    if (count != null && count.elements() != 1) {
      throw new OnnxException("M: expected one number, got " + count);
    }
    long maxSteps = count == null ? Long.MAX_VALUE : count.integers()[0];
    int carriedCount = Math.max(0, call.inputs() - 2);
    int stackedCount = call.graphOutputs(BODY).size() - 1 - carriedCount;
    requireOutputs(stackedCount);
    HostTensor condition = begin == null ? truth(true) : begin;
    List<HostTensor> carried = new ArrayList<>();
    for (int k = 0; k < carriedCount; k++) {
      carried.add(call.input(2 + k));
    }
    Steps steps = new Steps(call, stackedCount);
    for (long step = 0; step < maxSteps && isTrue(condition); step++) {
      List<HostTensor> inputs = new ArrayList<>();
      inputs.add(HostTensor.integers(ElementType.INT64, new long[] {step}));
      inputs.add(condition);
      inputs.addAll(carried);
      List<HostTensor> results = steps.next(inputs, 1 + carriedCount);
      condition = results.get(0);
      carried = results.subList(1, results.size());
    }
    List<HostTensor> outputs = new ArrayList<>(carried);
    for (int k = 0; k < stackedCount; k++) {
      outputs.add(steps.stacked(k, call.graphOutputs(BODY).get(1 + carriedCount + k), 0, false));
    }
    steps.end();
    return outputs;
  }

  private static HostTensor truth(boolean value) {
    return HostTensor.integers(ElementType.BOOL, new long[] {value ? 1 : 0});
  }

  private static void requireOutputs(int stacked) {
    if (stacked < 0) {
      throw new OnnxException(
          "body: expected an output for each loop-carried value, got " + -stacked + " too few");
    }
  }

  /** Inputs: the states, then the scanned tensors, of which each step gets one slice. */
  private static List<HostTensor> scan(NodeCall call) {
    if (call.opset() < SCAN_WITHOUT_BATCH) {
      throw new OnnxException("expected opset 9 or newer for Scan, got " + call.opset());
    }
    long scanned = call.integer("num_scan_inputs", 0);
    if (scanned < 1 || scanned > call.inputs()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "num_scan_inputs: expected 1 to %d, got %d", call.inputs(), scanned));
    }
    int states = call.inputs() - (int) scanned;
    int stackedCount = call.graphOutputs(BODY).size() - states;
    requireOutputs(stackedCount);
    long[] axes = numbers(call, "scan_input_axes", (int) scanned);
    long[] reversed = numbers(call, "scan_input_directions", (int) scanned);
    int length = length(call, states, axes);
    List<HostTensor> carried = new ArrayList<>();
    for (int k = 0; k < states; k++) {
      carried.add(call.input(k));
    }
    Steps steps = new Steps(call, stackedCount);
    for (int step = 0; step < length; step++) {
      List<HostTensor> inputs = new ArrayList<>(carried);
      for (int k = 0; k < scanned; k++) {
        int at = reversed[k] != 0 ? length - 1 - step : step;
        inputs.add(slice(call.input(states + k), axes[k], at));
      }
      carried = steps.next(inputs, states);
    }
    List<HostTensor> outputs = new ArrayList<>(carried);
    long[] outputAxes = numbers(call, "scan_output_axes", stackedCount);
    long[] outputReversed = numbers(call, "scan_output_directions", stackedCount);
    for (int k = 0; k < stackedCount; k++) {
      SubgraphOutput declared = call.graphOutputs(BODY).get(states + k);
      outputs.add(steps.stacked(k, declared, outputAxes[k], outputReversed[k] != 0));
    }
    steps.end();
    return outputs;
  }

  /** The values of an attribute; zeros if it is absent. */
  private static long[] numbers(NodeCall call, String name, int count) {
    long[] given = call.integers(name);
    if (given != null && given.length != count) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: expected %d numbers, got %d", name, count, given.length));
    }
    return given == null ? new long[count] : given;
  }

  private static int length(NodeCall call, int states, long[] axes) {
    HostTensor first = call.input(states);
    int length = first.size(Axes.of(axes[0], first.rank()));
    for (int k = 1; k < axes.length; k++) {
      HostTensor each = call.input(states + k);
      if (each.size(Axes.of(axes[k], each.rank())) != length) {
        throw new OnnxException(
            String.format(
                Locale.ROOT, "input %d: expected %d steps, got %s", states + k, length, each));
      }
    }
    return length;
  }

  private static HostTensor slice(HostTensor input, long axis, int at) {
    int along = Axes.of(axis, input.rank());
    int[] strides = input.strides();
    return input.strided(
        Axes.without(input.shape(), along), at * strides[along], Axes.without(strides, along));
  }

  /** Runs the body step by step and collects the outputs to stack. */
  private static final class Steps {
    /** Memory of a list entry, including a copy when the list grows. */
    private static final int ENTRY_BYTES = 16;

    private final NodeCall call;
    private final List<List<HostTensor>> toStack = new ArrayList<>();
    private List<HostTensor> former = List.of();

    Steps(NodeCall call, int stacked) {
      this.call = call;
      for (int k = 0; k < stacked; k++) {
        toStack.add(new ArrayList<>());
      }
    }

    /**
     * @param carried number of outputs that the next step receives
     */
    List<HostTensor> next(List<HostTensor> inputs, int carried) {
      List<HostTensor> results = call.step(BODY, inputs);
      List<HostTensor> kept = results.subList(0, carried);
      call.reserve((long) ENTRY_BYTES * toStack.size());
      for (int k = 0; k < toStack.size(); k++) {
        toStack.get(k).add(results.get(carried + k));
      }
      call.release(former);
      former = kept;
      return kept;
    }

    /** One output of all steps, stacked along a new dimension. */
    HostTensor stacked(int index, SubgraphOutput declared, long axis, boolean reversed) {
      List<HostTensor> each = toStack.get(index);
      HostTensor first = each.isEmpty() ? declared.empty() : each.get(0);
      int along = Axes.of(axis, first.rank() + 1);
      int[] shape = new int[first.rank() + 1];
      for (int d = 0; d < shape.length; d++) {
        shape[d] = d == along ? each.size() : first.size(d < along ? d : d - 1);
      }
      HostTensor result = HostTensor.zeros(first.type(), shape);
      int inner = Axes.product(shape, along + 1, shape.length);
      int outer = Axes.product(shape, 0, along);
      for (int k = 0; k < each.size(); k++) {
        HostTensor step = each.get(reversed ? each.size() - 1 - k : k);
        if (!step.toString().equals(first.toString())) {
          throw new OnnxException(
              String.format(Locale.ROOT, "body: expected %s in every step, got %s", first, step));
        }
        for (int o = 0; o < outer; o++) {
          result.copyFrom(step, o * inner, (o * each.size() + k) * inner, inner);
        }
      }
      return result;
    }

    /** Passes the last loop-carried values to the node, and releases all other values. */
    void end() {
      for (List<HostTensor> each : toStack) {
        call.release(each);
        call.giveBack((long) ENTRY_BYTES * each.size());
      }
      call.handOver(former);
    }
  }
}

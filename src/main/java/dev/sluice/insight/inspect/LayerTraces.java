package dev.sluice.insight.inspect;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Tensor;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.layer.RecurrentTrace.Entry;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Copies the traces of all recurrent layers of a forward pass, and computes their retention. */
final class LayerTraces {
  private final ForwardTrace.Stack top;

  /** Of the log odds with respect to the output of the top, {@code [T, F]}. */
  private final float[] gradient;

  private LayerTraces(ForwardTrace.Stack top, float[] gradient) {
    this.top = top;
    this.gradient = gradient;
  }

  /**
   * The traces, from the bottom, forward first.
   *
   * @param gradient of the log odds with respect to the output of the topmost recurrent layer,
   *     {@code [T, F]}
   */
  static List<LayerTrace> of(ForwardTrace forward, float[] gradient) {
    LayerTraces traces = new LayerTraces(forward.top(), gradient);
    List<LayerTrace> all = new ArrayList<>();
    List<ForwardTrace.Stack> stacks = forward.stacks();
    for (int i = 0; i < stacks.size(); i++) {
      RecurrentSpec spec = stacks.get(i).layer().spec();
      for (int layer = 0; layer < spec.layers(); layer++) {
        for (int d = 0; d < spec.directions().count(); d++) {
          boolean isTop = i == stacks.size() - 1 && layer == spec.layers() - 1;
          all.add(traces.trace(stacks.get(i), layer, d, isTop));
        }
      }
    }
    return all;
  }

  private LayerTrace trace(ForwardTrace.Stack stack, int layer, int d, boolean isTop) {
    RecurrentSpec spec = stack.layer().spec();
    Cell cell = spec.cells().get(layer);
    Direction direction = spec.directions().each().get(d);
    int index = layer * spec.directions().count() + d;
    Entry entry = stack.pass().trace().get(index);
    float[] hidden = columns(entry.hidden());
    float[] memory = entry.cells() == null ? hidden : entry.cells().floats();
    StepOrder order = new StepOrder(entry.hidden().timesteps(), direction);
    ReadWeights read = read(cell, direction, isTop);
    return new LayerTrace(
        String.format(
            Locale.ROOT,
            "%s layer %d %s",
            stack.name(),
            layer + 1,
            direction.name().toLowerCase(Locale.ROOT)),
        cell,
        direction,
        isTop,
        gates(cell, entry.gates().floats()),
        StepValues.ofColumns(hidden, cell.outputSize(), 0, cell.outputSize()),
        StepValues.ofColumns(memory, cell.hiddenSize(), 0, cell.hiddenSize()),
        change(memory, initialMemory(stack, index), order),
        list(read.mean()),
        list(retention(stack, layer, d, hidden, order, read)));
  }

  private ReadWeights read(Cell cell, Direction direction, boolean isTop) {
    RecurrentSpec spec = top.layer().spec();
    List<Direction> read = spec.directions().each();
    ReadWeights weights =
        read.contains(direction)
            ? ReadWeights.of(gradient, spec, direction)
            : ReadWeights.of(gradient, spec, read.get(0)).mirrored();
    // A projection mixes the units of the memory, and so does the layer above.
    return isTop && !projected(cell) ? weights : weights.averaged(cell.hiddenSize());
  }

  private static boolean projected(Cell cell) {
    return cell.match(rnn -> false, Lstm::projected, gru -> false);
  }

  private double[] retention(
      ForwardTrace.Stack stack,
      int layer,
      int d,
      float[] hidden,
      StepOrder order,
      ReadWeights read) {
    int index = layer * stack.layer().spec().directions().count() + d;
    Tensor gates = stack.pass().trace().get(index).gates();
    return stack
        .layer()
        .spec()
        .cells()
        .get(layer)
        .match(
            rnn -> jacobians(stack, layer, index, rnn, hidden, order, read),
            lstm -> GateRetention.of(lstm, gates.floats(), order, read),
            gru -> GateRetention.of(gru, gates.floats(), order, read));
  }

  private double[] jacobians(
      ForwardTrace.Stack stack,
      int layer,
      int index,
      Rnn cell,
      float[] hidden,
      StepOrder order,
      ReadWeights read) {
    try (JacobianRetention jacobians =
        JacobianRetention.of(
            cell,
            stack.cellParameters(index),
            stack.layer().parameters().get(0).value().device())) {
      return jacobians.of(stack.input(layer), hidden, order, read);
    }
  }

  private static float[] initialMemory(ForwardTrace.Stack stack, int index) {
    Tensor cell = stack.initial().get(index).cell();
    return (cell == null ? Objects.requireNonNull(stack.initial().get(index).hidden()) : cell)
        .floats();
  }

  private static List<Double> change(float[] memory, float[] initial, StepOrder order) {
    int units = initial.length;
    Double[] change = new Double[order.steps()];
    for (int p = 0; p < order.steps(); p++) {
      double sum = 0;
      for (int u = 0; u < units; u++) {
        float before = p == 0 ? initial[u] : memory[order.at(p - 1) * units + u];
        sum += Math.abs(memory[order.at(p) * units + u] - before);
      }
      change[order.at(p)] = sum / units;
    }
    return List.of(change);
  }

  private static List<GateTrace> gates(Cell cell, float[] values) {
    return cell.match(
        rnn -> List.of(),
        lstm ->
            List.of(
                gate(lstm, values, 0, "i", "input gate"),
                gate(lstm, values, 1, "f", "forget gate"),
                gate(lstm, values, 2, "g", "candidate"),
                gate(lstm, values, 3, "o", "output gate")),
        gru ->
            List.of(
                gate(gru, values, 0, "r", "reset gate"),
                gate(gru, values, 1, "z", "update gate"),
                gate(gru, values, 2, "n", "candidate")));
  }

  private static GateTrace gate(Cell cell, float[] values, int index, String symbol, String name) {
    int h = cell.hiddenSize();
    return new GateTrace(
        symbol, name, StepValues.ofColumns(values, cell.gates() * h, index * h, h));
  }

  /** The columns of a slice with one row, {@code [T, width]}. */
  private static float[] columns(FeatureSlice slice) {
    int columns = slice.tensor().shape().columns();
    float[] all = slice.tensor().floats();
    float[] chosen = new float[slice.timesteps() * slice.width()];
    for (int t = 0; t < slice.timesteps(); t++) {
      System.arraycopy(all, t * columns + slice.offset(), chosen, t * slice.width(), slice.width());
    }
    return chosen;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}

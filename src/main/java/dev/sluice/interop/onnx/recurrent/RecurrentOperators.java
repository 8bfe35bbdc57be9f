package dev.sluice.interop.onnx.recurrent;

import dev.sluice.device.Direction;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** RNN, LSTM and GRU: each direction is a recurrence of the engine's own. */
public final class RecurrentOperators {
  private RecurrentOperators() {}

  public static Map<String, Operator> all() {
    return Map.of(
        "RNN", RecurrentOperators::run,
        "LSTM", RecurrentOperators::run,
        "GRU", RecurrentOperators::run);
  }

  private static List<HostTensor> run(NodeCall call) {
    ElementType type = call.input(0).type();
    RecurrentNode node = RecurrentNode.read(call);
    call.work(node.multiplyAdds());
    HostTensor y =
        HostTensor.zeros(
            type, node.timesteps(), node.directions().size(), node.batch(), node.hiddenSize());
    List<RecurrentNode.Result> results = new ArrayList<>();
    for (int d = 0; d < node.directions().size(); d++) {
      results.add(node.run(call.device(), d));
    }
    List<HostTensor> outputs = new ArrayList<>();
    outputs.add(sequences(node, results.stream().map(RecurrentNode.Result::y).toList(), y));
    outputs.add(states(type, node, results.stream().map(RecurrentNode.Result::hN).toList()));
    if (results.get(0).cN() != null) {
      outputs.add(states(type, node, results.stream().map(RecurrentNode.Result::cN).toList()));
    }
    return outputs;
  }

  /** {@code [T, D, N, H]}, or {@code [N, T, D, H]} of rows first. */
  private static HostTensor sequences(RecurrentNode node, List<float[]> each, HostTensor y) {
    int step = node.batch() * node.hiddenSize();
    for (int t = 0; t < node.timesteps(); t++) {
      for (int d = 0; d < each.size(); d++) {
        System.arraycopy(each.get(d), t * step, y.floats(), (t * each.size() + d) * step, step);
      }
    }
    return node.rowsFirst() ? ShapeOperators.transposed(y, 2, 0, 1, 3) : y;
  }

  /** {@code [D, N, H]}, or {@code [N, D, H]} of rows first. */
  private static HostTensor states(ElementType type, RecurrentNode node, List<float[]> each) {
    int step = node.batch() * node.hiddenSize();
    HostTensor states = HostTensor.zeros(type, each.size(), node.batch(), node.hiddenSize());
    for (int d = 0; d < each.size(); d++) {
      System.arraycopy(each.get(d), 0, states.floats(), d * step, step);
    }
    return node.rowsFirst() ? ShapeOperators.transposed(states, 1, 0, 2) : states;
  }

  /** In the order of the outputs. */
  static List<Direction> directions(String direction) {
    return switch (direction) {
      case "forward" -> List.of(Direction.FORWARD);
      case "reverse" -> List.of(Direction.REVERSE);
      case "bidirectional" -> List.of(Direction.FORWARD, Direction.REVERSE);
      default ->
          throw new OnnxException(
              "direction: expected forward, reverse or bidirectional, got \"" + direction + "\"");
    };
  }
}

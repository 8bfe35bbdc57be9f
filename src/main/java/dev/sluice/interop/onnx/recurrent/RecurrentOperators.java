package dev.sluice.interop.onnx.recurrent;

import dev.sluice.device.Direction;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.operator.ShapeOperators;
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
    RecurrentNode node = RecurrentNode.read(call);
    List<RecurrentNode.Result> results = new ArrayList<>();
    for (int d = 0; d < node.directions().size(); d++) {
      results.add(node.run(call.device(), d));
    }
    List<HostTensor> outputs = new ArrayList<>();
    outputs.add(sequences(node, results.stream().map(RecurrentNode.Result::y).toList()));
    outputs.add(states(node, results.stream().map(RecurrentNode.Result::hN).toList()));
    if (results.get(0).cN() != null) {
      outputs.add(states(node, results.stream().map(RecurrentNode.Result::cN).toList()));
    }
    return outputs;
  }

  /** {@code [T, D, N, H]}, or {@code [N, T, D, H]} of rows first. */
  private static HostTensor sequences(RecurrentNode node, List<float[]> each) {
    int step = node.batch() * node.hiddenSize();
    float[] y = new float[HostTensor.elements(node.timesteps(), each.size(), step)];
    for (int t = 0; t < node.timesteps(); t++) {
      for (int d = 0; d < each.size(); d++) {
        System.arraycopy(each.get(d), t * step, y, (t * each.size() + d) * step, step);
      }
    }
    HostTensor stacked =
        HostTensor.floats(y, node.timesteps(), each.size(), node.batch(), node.hiddenSize());
    return node.rowsFirst() ? ShapeOperators.transposed(stacked, 2, 0, 1, 3) : stacked;
  }

  /** {@code [D, N, H]}, or {@code [N, D, H]} of rows first. */
  private static HostTensor states(RecurrentNode node, List<float[]> each) {
    int step = node.batch() * node.hiddenSize();
    float[] states = new float[each.size() * step];
    for (int d = 0; d < each.size(); d++) {
      System.arraycopy(each.get(d), 0, states, d * step, step);
    }
    HostTensor stacked = HostTensor.floats(states, each.size(), node.batch(), node.hiddenSize());
    return node.rowsFirst() ? ShapeOperators.transposed(stacked, 1, 0, 2) : stacked;
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

package dev.sluice.interop.onnx.recurrent;

import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.sequence.Direction;
import java.util.List;
import java.util.Map;

/** The operators RNN, LSTM and GRU. Each direction runs as a recurrence of the engine. */
public final class RecurrentOperators {
  private RecurrentOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "RNN", RecurrentOperators::run,
        "LSTM", RecurrentOperators::run,
        "GRU", RecurrentOperators::run);
  }

  private static List<HostTensor> run(NodeCall call) {
    for (int weight : DirectionWeights.INPUTS) {
      if (!call.isConstant(weight)) {
        return runOnce(call);
      }
    }
    RecurrentNode node = call.prepared(RecurrentNode.class, () -> RecurrentNode.read(call));
    RecurrentInputs inputs = RecurrentInputs.read(call, node);
    RecurrentResults results = RecurrentResults.of(call, node, inputs);
    RecurrentBuffers kept = call.kept(RecurrentBuffers.class);
    if (kept == null || !kept.fit(node, inputs)) {
      call.keep(null);
      kept = new RecurrentBuffers(node, inputs);
      call.keep(kept);
    }
    kept.run(inputs, results);
    return results.outputs(node);
  }

  /**
   * Runs a node whose weights are computed by the graph. They are copied to the device in each run.
   */
  private static List<HostTensor> runOnce(NodeCall call) {
    try (RecurrentNode node = RecurrentNode.read(call)) {
      RecurrentInputs inputs = RecurrentInputs.read(call, node);
      RecurrentResults results = RecurrentResults.of(call, node, inputs);
      try (RecurrentBuffers buffers = new RecurrentBuffers(node, inputs)) {
        buffers.run(inputs, results);
      }
      return results.outputs(node);
    }
  }

  /** The directions of a node, in the order of its outputs. */
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

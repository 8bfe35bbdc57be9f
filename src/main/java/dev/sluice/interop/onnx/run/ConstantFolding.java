package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes nodes whose inputs are constants once, when the model is read. It may cost about as much
 * as the constants themselves; what costs more, or fails, is left to the runs.
 */
final class ConstantFolding {
  private static final long LEAST_BYTES = 1 << 20;
  private static final long MOST_OPERATIONS = 1L << 28;

  private final int opset;
  private final Workspace workspace;

  /**
   * @param constantBytes what the file's constants hold
   */
  ConstantFolding(int opset, OnnxLimits limits, long constantBytes) {
    this.opset = opset;
    long bytes = Math.min(limits.liveBytes(), 4 * constantBytes + LEAST_BYTES);
    long operations = Math.min(limits.operations(), MOST_OPERATIONS);
    this.workspace = new Workspace(new OnnxLimits(bytes, bytes, operations));
  }

  /** Null where they are not to be computed now. */
  List<HostTensor> outputs(NodeProto node, Operator operator, HostTensor... inputs) {
    int mark = workspace.beginNode();
    try (Workspace entered = workspace.enter()) {
      long elements = GraphRun.OPERATIONS_PER_NODE;
      for (HostTensor input : inputs) {
        elements += input == null ? 0 : input.extent();
      }
      entered.work(elements);
      NodeCall call = NodeCall.ofConstants(node, opset, entered).with(inputs);
      List<HostTensor> outputs = new ArrayList<>();
      for (HostTensor output : operator.compute(call)) {
        outputs.add(output.rounded());
      }
      if (outputs.size() < node.getOutputCount()) {
        return null;
      }
      outputs.forEach(workspace::hold);
      return outputs;
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      // A run says what is wrong, if it comes to this node.
      return null;
    } finally {
      workspace.endNode(mark);
    }
  }
}

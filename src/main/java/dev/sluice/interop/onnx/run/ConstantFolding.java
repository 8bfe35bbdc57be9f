package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.interop.onnx.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes nodes with constant inputs once, when the model is read. Memory and work are limited by
 * the size of the constants. Nodes that exceed the limits or fail are left to the runs.
 */
final class ConstantFolding {
  private static final long MIN_BYTES = 1 << 20;
  private static final long MAX_OPERATIONS = 1L << 28;

  private final int opset;
  private final Workspace workspace;

  /**
   * @param constantBytes memory of the constants in the file
   */
  ConstantFolding(int opset, OnnxLimits limits, long constantBytes) {
    this.opset = opset;
    long bytes = Math.min(limits.liveBytes(), 4 * constantBytes + MIN_BYTES);
    long operations = Math.min(limits.operations(), MAX_OPERATIONS);
    this.workspace = new Workspace(new OnnxLimits(bytes, bytes, operations));
  }

  /** The outputs of a node; null if they must be computed in each run. */
  @Nullable List<HostTensor> outputs(NodeProto node, Operator operator, HostTensor... inputs) {
    int mark = workspace.beginNode();
    try (Workspace current = workspace.enter()) {
      long elements = GraphRun.OPERATIONS_PER_NODE;
      for (HostTensor input : inputs) {
        elements += input == null ? 0 : input.extent();
      }
      current.work(elements);
      NodeCall call = NodeCall.ofConstants(node, opset, current).with(inputs);
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
      // A run reports the error if it reaches this node.
      return null;
    } finally {
      workspace.endNode(mark);
    }
  }
}

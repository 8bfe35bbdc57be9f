package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.List;

/** What a node computes. */
@FunctionalInterface
public interface Operator {
  /**
   * Computes the outputs, in the node's order; trailing ones that nobody asks for may be missing.
   *
   * @throws OnnxException if an input or attribute is not what the operator takes
   */
  List<HostTensor> compute(NodeCall call);

  /** An operator with one output. */
  @FunctionalInterface
  interface Single {
    /** Computes the output. */
    HostTensor compute(NodeCall call);
  }

  /** As an operator. */
  static Operator single(Single single) {
    return call -> List.of(single.compute(call));
  }
}

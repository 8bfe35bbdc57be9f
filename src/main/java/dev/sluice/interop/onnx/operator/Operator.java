package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.List;

/** The computation of a node. */
@FunctionalInterface
public interface Operator {
  /**
   * Computes the outputs, in the order of the node. Unused outputs at the end may be missing.
   *
   * @throws OnnxException if an input or attribute is invalid
   */
  List<HostTensor> compute(NodeCall call);

  /** An operator with one output. */
  @FunctionalInterface
  interface Single {
    /** Computes the output. */
    HostTensor compute(NodeCall call);
  }

  /** Turns a computation with one output into an operator. */
  static Operator single(Single single) {
    return call -> List.of(single.compute(call));
  }
}

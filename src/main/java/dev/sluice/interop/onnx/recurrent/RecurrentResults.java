package dev.sluice.interop.onnx.recurrent;

import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a recurrent node in one run, time-major.
 *
 * @param y outputs {@code [T, D, N, H]}
 * @param hN final h, {@code [D, N, H]}
 * @param cN final c, {@code [D, N, H]}; null for cells without a cell state
 */
record RecurrentResults(HostTensor y, HostTensor hN, @Nullable HostTensor cN) {

  /**
   * Allocates the results, after checking the limits of the run.
   *
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if the run exceeds a limit
   */
  static RecurrentResults of(NodeCall call, RecurrentNode node, RecurrentInputs inputs) {
    call.work(node.multiplyAdds(inputs.timesteps(), inputs.batch()));
    ElementType type = inputs.x().type();
    int directions = node.directions().size();
    int batch = inputs.batch();
    int hidden = node.cell().hiddenSize();
    return new RecurrentResults(
        HostTensor.zeros(type, inputs.timesteps(), directions, batch, hidden),
        HostTensor.zeros(type, directions, batch, hidden),
        node.cell().hasCellState() ? HostTensor.zeros(type, directions, batch, hidden) : null);
  }

  /** The outputs in the layout of the node, time-major or batch-first. */
  List<HostTensor> outputs(RecurrentNode node) {
    if (node.batchFirst()) {
      HostTensor sequences = ShapeOperators.transposed(y, 2, 0, 1, 3);
      HostTensor hidden = ShapeOperators.transposed(hN, 1, 0, 2);
      return cN == null
          ? List.of(sequences, hidden)
          : List.of(sequences, hidden, ShapeOperators.transposed(cN, 1, 0, 2));
    }
    return cN == null ? List.of(y, hN) : List.of(y, hN, cN);
  }
}

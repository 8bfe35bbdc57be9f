package dev.sluice.interop.onnx.recurrent;

import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.List;

/**
 * What a recurrent node gives in one run, the time first.
 *
 * @param y {@code [T, D, N, H]}
 * @param hN {@code [D, N, H]}
 * @param cN {@code [D, N, H]}; null for cells without a cell state
 */
record RecurrentResults(HostTensor y, HostTensor hN, HostTensor cN) {

  /**
   * Room for them, after a look whether the run may take so much.
   *
   * @throws dev.sluice.interop.onnx.tensor.OnnxException if it may not
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

  /** As the node gives them: with the rows first where it is asked for. */
  List<HostTensor> outputs(RecurrentNode node) {
    if (node.rowsFirst()) {
      HostTensor sequences = ShapeOperators.transposed(y, 2, 0, 1, 3);
      HostTensor hidden = ShapeOperators.transposed(hN, 1, 0, 2);
      return cN == null
          ? List.of(sequences, hidden)
          : List.of(sequences, hidden, ShapeOperators.transposed(cN, 1, 0, 2));
    }
    return cN == null ? List.of(y, hN) : List.of(y, hN, cN);
  }
}

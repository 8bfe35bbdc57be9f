package dev.sluice.cell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The immutable description of a recurrent cell: sizes and options, no weights.
 *
 * <p>Parameters stack their gates along the rows in the order that the cell documents. A weight
 * {@code w} acts on row vectors as {@code x wᵀ}.
 */
public sealed interface Cell permits Rnn, Lstm, Gru {

  /** I, the features of one input step; at least 1. */
  int inputSize();

  /** H, the hidden units; at least 1. */
  int hiddenSize();

  /** Which bias vectors the cell has. */
  Biases biases();

  /** G, the blocks of H rows in each parameter. */
  int gates();

  /** Whether a cell state c is carried beside the hidden state h. */
  boolean hasCellState();

  /** This cell with another input size. */
  Cell withInputSize(int inputSize);

  /** The short name: {@code rnn}, {@code lstm} or {@code gru}. */
  String kind();

  /** The roles of the parameters and their shapes, in PyTorch's order. */
  default Map<CellParameter, List<Integer>> parameterShapes() {
    int rows = Math.multiplyExact(gates(), hiddenSize());
    Map<CellParameter, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put(CellParameter.WEIGHT_IH, List.of(rows, inputSize()));
    shapes.put(CellParameter.WEIGHT_HH, List.of(rows, hiddenSize()));
    if (biases() != Biases.NONE) {
      shapes.put(CellParameter.BIAS_IH, List.of(rows));
    }
    if (biases() == Biases.DOUBLE) {
      shapes.put(CellParameter.BIAS_HH, List.of(rows));
    }
    return shapes;
  }

  /** The number of trainable scalars. */
  default long parameterCount() {
    return parameterShapes().values().stream()
        .mapToLong(
            shape -> shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact))
        .sum();
  }
}

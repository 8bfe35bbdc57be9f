package dev.sluice.cell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The immutable description of a recurrent cell: sizes and options, no weights.
 *
 * <p>Parameters stack their gates along the rows in the order that the cell documents. A weight
 * {@code w} acts on row vectors as {@code x wᵀ}.
 *
 * <p>Options that all cells have:
 *
 * <ul>
 *   <li><b>Clipping of pre-activations</b>, ONNX's {@code clip}: every gate's non-linearity sees
 *       its argument limited to {@code [-clip, clip]}; where the limit acts, no gradient passes.
 *       The LSTM's output non-linearity is no gate's.
 *   <li><b>Layer normalisation</b>, J. L. Ba, J. R. Kiros and G. E. Hinton, <em>Layer
 *       Normalization</em>, 2016: {@code W_ih x} and {@code W_hh h}, each a vector of {@code G*H},
 *       are replaced by {@code norm(W_ih x) (.) norm_ih} and {@code norm(W_hh h) (.) norm_hh},
 *       before biases are added, where {@code norm(v) = (v - mean(v)) / sqrt(variance(v) +} {@value
 *       #NORM_EPSILON}{@code )} with the variance of the population. An LSTM's {@code output(c')}
 *       becomes {@code output(norm(c') (.) norm_c + bias_c)}.
 *   <li>{@link Zoneout}.
 * </ul>
 */
public sealed interface Cell permits Rnn, Lstm, Gru {
  /** What layer normalisation adds to a variance. */
  float NORM_EPSILON = 1e-5f;

  /** I, the features of one input step; at least 1. */
  int inputSize();

  /** H, the hidden units; at least 1. */
  int hiddenSize();

  /** P, the features of the hidden state h: the projection's, or else H. */
  default int outputSize() {
    return hiddenSize();
  }

  /** Which bias vectors the cell has. */
  Biases biases();

  /** The bound of the gates' pre-activations; 0: none. */
  float preactivationClip();

  /** Whether products are normalised. */
  boolean layerNorm();

  /** How states are kept at random. */
  Zoneout zoneout();

  /** G, the blocks of H rows in each parameter. */
  int gates();

  /** Whether a cell state c is carried beside the hidden state h. */
  boolean hasCellState();

  /** This cell with another input size. */
  Cell withInputSize(int inputSize);

  /** The short name: {@code rnn}, {@code lstm} or {@code gru}. */
  String kind();

  /** The roles of the parameters and their shapes; PyTorch's first, in its order. */
  default Map<CellParameter, List<Integer>> parameterShapes() {
    int rows = Math.multiplyExact(gates(), hiddenSize());
    Map<CellParameter, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put(CellParameter.WEIGHT_IH, List.of(rows, inputSize()));
    shapes.put(CellParameter.WEIGHT_HH, List.of(rows, outputSize()));
    if (biases() != Biases.NONE) {
      shapes.put(CellParameter.BIAS_IH, List.of(rows));
    }
    if (biases() == Biases.DOUBLE) {
      shapes.put(CellParameter.BIAS_HH, List.of(rows));
    }
    if (this instanceof Lstm lstm) {
      lstm.putOwnShapes(shapes);
    }
    if (layerNorm()) {
      shapes.put(CellParameter.NORM_IH, List.of(rows));
      shapes.put(CellParameter.NORM_HH, List.of(rows));
      if (hasCellState()) {
        shapes.put(CellParameter.NORM_C, List.of(hiddenSize()));
        shapes.put(CellParameter.BIAS_C, List.of(hiddenSize()));
      }
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

package dev.sluice.cell;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.record.RecordDifferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The immutable description of a recurrent cell: its sizes and options, without weights.
 *
 * <p>Each parameter stacks the gates along its rows, in the order that the cell documents. A weight
 * {@code w} is applied to row vectors as {@code x wᵀ}.
 *
 * <p>All cells have these options:
 *
 * <ul>
 *   <li><b>Clipping of pre-activations</b>, {@code clip} in ONNX: the pre-activation of every gate
 *       is limited to {@code [-clip, clip]}. No gradient flows through a clipped value. The output
 *       activation of the LSTM belongs to no gate and is not clipped.
 *   <li><b>Layer normalization</b>, J. L. Ba, J. R. Kiros and G. E. Hinton, <em>Layer
 *       Normalization</em>, 2016. The products {@code W_ih x} and {@code W_hh h}, vectors of {@code
 *       G*H} elements, are replaced by {@code norm(W_ih x) (.) norm_ih} and {@code norm(W_hh h) (.)
 *       norm_hh}. The biases are added afterwards. {@code norm(v) = (v - mean(v)) /
 *       sqrt(variance(v) +} {@value #NORM_EPSILON}{@code )}, with the population variance. In an
 *       LSTM {@code output(c')} becomes {@code output(norm(c') (.) norm_c + bias_c)}.
 *   <li>{@link Zoneout}.
 * </ul>
 */
public sealed interface Cell permits Rnn, Lstm, Gru {
  /** The epsilon of layer normalization, added to the variance. */
  float NORM_EPSILON = 1e-5f;

  /** I, the number of input features; at least 1. */
  int inputSize();

  /** H, the number of hidden units; at least 1. */
  int hiddenSize();

  /**
   * P, the number of features of the hidden state h: the projection size, or H without a
   * projection.
   */
  default int outputSize() {
    return hiddenSize();
  }

  /** Which bias vectors the cell has. */
  Biases biases();

  /** The clipping bound of the pre-activations; 0 means no clipping. */
  float preactivationClip();

  /** Whether the cell has layer normalization. */
  boolean layerNorm();

  /** The zoneout rates. */
  Zoneout zoneout();

  /** G, the number of gates: each parameter has G blocks of H rows. */
  int gates();

  /** Whether the cell has a cell state c in addition to the hidden state h. */
  boolean hasCellState();

  /** A copy of this cell with another input size. */
  Cell withInputSize(int inputSize);

  /** A cell of the same kind and sizes, with the default of every option. */
  Cell defaults();

  /**
   * Applies the function for this kind of cell. Code that treats kinds of cells differently calls
   * this method, so it does not compile until it treats a new kind too.
   */
  @CanIgnoreReturnValue
  <R> R match(
      Function<? super Rnn, ? extends R> rnn,
      Function<? super Lstm, ? extends R> lstm,
      Function<? super Gru, ? extends R> gru);

  /**
   * The options that differ from their defaults and are not in {@code known}. Code that reads cells
   * refuses these options. Therefore it refuses an option that is added later, until it supports
   * the option.
   *
   * @param known names of options, which are the names of the record's components
   * @return {@code NAME: expected A, got B}, separated by semicolons; empty if there are none
   */
  default String optionsBeyond(Set<String> known) {
    return RecordDifferences.between((Record) defaults(), (Record) this, known);
  }

  /** The short name: {@code rnn}, {@code lstm} or {@code gru}. */
  String kind();

  /**
   * The shape of each parameter, by role. The parameters that PyTorch has come first, in PyTorch's
   * order.
   */
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
    shapes.putAll(match(rnn -> Map.of(), Lstm::ownShapes, gru -> Map.of()));
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

package dev.sluice.device.cuda.cudnn;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jcuda.jcudnn.cudnnRNNBiasMode;
import jcuda.jcudnn.cudnnRNNMode;
import org.jspecify.annotations.Nullable;

/**
 * Describes a cell to cuDNN: the only class that knows cuDNN's gate order and signs, and which
 * cells it cannot run.
 *
 * <pre>
 *   cudnnRNNMode_t     cuDNN's equations                            linLayerID of x, of h
 *   CUDNN_RNN_RELU     h' = relu(W x + R h + b_W + b_R)             0, 1
 *   CUDNN_RNN_TANH     h' = tanh(W x + R h + b_W + b_R)             0, 1
 *   CUDNN_LSTM         i input, f forget, c~ new, o output gate     0 1 2 3, 4 5 6 7; 8: projection
 *                      c' = f (.) c + i (.) c~
 *                      h' = o (.) tanh(c')
 *   CUDNN_GRU          r reset, i update gate, h~ new               0 1 2, 3 4 5
 *                      h~ = tanh(W x + r (.) (R h + b_R) + b_W)
 *                      h' = (1 - i) (.) h~ + i (.) h
 * </pre>
 *
 * <p>So cuDNN has our gate order: i, f, g, o for the LSTM and r, z, n for the GRU. Its update gate
 * i is our z with {@code KEEPS}, with the same sign. A cell with a single bias adds it to the input
 * product: {@code CUDNN_RNN_SINGLE_INP_BIAS}. The projection is stored {@code [P, H]}, as ours is.
 *
 * @param mode a {@code cudnnRNNMode_t}
 * @param biasMode a {@code cudnnRNNBiasMode_t}
 * @param cell the cell that is described
 */
public record CudnnCell(int mode, int biasMode, Cell cell) {

  /** Block number {@code block} of H rows of one of our parameters, or a whole projection. */
  public record Part(CellParameter role, int block) {}

  /**
   * The matrix and the bias that cuDNN addresses by one linLayerID.
   *
   * @param bias null where the cell has none
   */
  public record Layer(Part matrix, @Nullable Part bias) {}

  /**
   * Describes a cell to cuDNN.
   *
   * @throws IllegalArgumentException with the reason, if cuDNN has no such cell
   */
  public static CudnnCell of(Cell cell) {
    int mode = cell.match(rnn -> mode(rnn), lstm -> mode(lstm), gru -> mode(gru));
    return new CudnnCell(mode, biasMode(cell.biases()), cell);
  }

  private static int mode(Rnn cell) {
    boolean relu = cell.activation().equals(Activation.relu());
    refuse(
        !relu && !cell.activation().equals(Activation.tanh()),
        "its RNN supports only tanh and relu, not " + cell.activation().kind());
    refuseOptionsBeyond(Set.of("activation", "biases"), cell);
    return relu ? cudnnRNNMode.CUDNN_RNN_RELU : cudnnRNNMode.CUDNN_RNN_TANH;
  }

  /** The option cellClip is none of cuDNN's: its limit of c lets gradients through. */
  private static int mode(Lstm cell) {
    refuseOptionsBeyond(Set.of("biases", "projectionSize"), cell);
    refuse(
        cell.projected() && cell.projectionSize() >= cell.hiddenSize(),
        String.format(
            Locale.ROOT,
            "its projection must have fewer features than hidden units, not %d onto %d",
            cell.hiddenSize(),
            cell.projectionSize()));
    return cudnnRNNMode.CUDNN_LSTM;
  }

  private static int mode(Gru cell) {
    refuseOptionsBeyond(Set.of("biases"), cell);
    return cudnnRNNMode.CUDNN_GRU;
  }

  private static void refuseOptionsBeyond(Set<String> known, Cell cell) {
    String others = cell.optionsBeyond(known);
    refuse(!others.isEmpty(), others);
  }

  private static int biasMode(Biases biases) {
    return switch (biases) {
      case NONE -> cudnnRNNBiasMode.CUDNN_RNN_NO_BIAS;
      case SINGLE -> cudnnRNNBiasMode.CUDNN_RNN_SINGLE_INP_BIAS;
      case DOUBLE -> cudnnRNNBiasMode.CUDNN_RNN_DOUBLE_BIAS;
    };
  }

  private static void refuse(boolean refused, String reason) {
    if (refused) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "plan cudnn: cuDNN cannot run this cell: %s; plan auto can", reason));
    }
  }

  /** The layers, in the order of their linLayerID. */
  public List<Layer> layers() {
    var layers = new ArrayList<Layer>();
    for (int gate = 0; gate < cell.gates(); gate++) {
      Part bias = cell.biases() == Biases.NONE ? null : new Part(CellParameter.BIAS_IH, gate);
      layers.add(new Layer(new Part(CellParameter.WEIGHT_IH, gate), bias));
    }
    for (int gate = 0; gate < cell.gates(); gate++) {
      Part bias = cell.biases() == Biases.DOUBLE ? new Part(CellParameter.BIAS_HH, gate) : null;
      layers.add(new Layer(new Part(CellParameter.WEIGHT_HH, gate), bias));
    }
    if (cell.parameterShapes().containsKey(CellParameter.WEIGHT_HR)) {
      layers.add(new Layer(new Part(CellParameter.WEIGHT_HR, 0), null));
    }
    return layers;
  }

  /** The number of floats of a part; the parts of one parameter follow each other. */
  long count(Part part) {
    return switch (part.role()) {
      case WEIGHT_IH -> (long) cell.hiddenSize() * cell.inputSize();
      case WEIGHT_HH, WEIGHT_HR -> (long) cell.hiddenSize() * cell.outputSize();
      case BIAS_IH, BIAS_HH -> cell.hiddenSize();
      case WEIGHT_CI, WEIGHT_CF, WEIGHT_CO, NORM_IH, NORM_HH, NORM_C, BIAS_C ->
          throw new IllegalArgumentException("cuDNN has no " + part.role().label());
    };
  }
}

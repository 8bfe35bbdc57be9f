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
import jcuda.jcudnn.cudnnRNNBiasMode;
import jcuda.jcudnn.cudnnRNNMode;

/**
 * A cell in cuDNN's words: the one place that knows cuDNN's gate order and signs, and what it
 * cannot do.
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
 * <p>So the LSTM's gates come in our order i, f, g, o and the GRU's in ours, r, z, n; cuDNN's
 * update gate i is our z that keeps, and no sign is turned. A single bias of ours is that of x:
 * {@code CUDNN_RNN_SINGLE_INP_BIAS}. The projection stands in row P, column H, as ours does.
 *
 * @param mode a {@code cudnnRNNMode_t}
 * @param biasMode a {@code cudnnRNNBiasMode_t}
 * @param cell of which it speaks
 */
public record CudnnCell(int mode, int biasMode, Cell cell) {

  /** Part {@code block} of H rows of one of our parameters, or all of a projection. */
  public record Part(CellParameter role, int block) {}

  /**
   * What cuDNN addresses by one linLayerID.
   *
   * @param bias null where the cell has none
   */
  public record Layer(Part matrix, Part bias) {}

  /**
   * The cell in cuDNN's words.
   *
   * @throws IllegalArgumentException with the reason if cuDNN has no such cell
   */
  public static CudnnCell of(Cell cell) {
    int mode =
        cell instanceof Lstm lstm
            ? mode(lstm)
            : cell instanceof Gru gru ? mode(gru) : mode((Rnn) cell);
    refuse(cell.preactivationClip() > 0, "it does not clip pre-activations");
    refuse(cell.layerNorm(), "it has no layer normalisation");
    refuse(cell.zoneout().acts(), "it has no zoneout");
    return new CudnnCell(mode, biasMode(cell.biases()), cell);
  }

  private static int mode(Rnn cell) {
    if (cell.activation().equals(Activation.relu())) {
      return cudnnRNNMode.CUDNN_RNN_RELU;
    }
    refuse(
        !cell.activation().equals(Activation.tanh()),
        "its RNN knows tanh and relu only, not " + cell.activation().kind());
    return cudnnRNNMode.CUDNN_RNN_TANH;
  }

  private static int mode(Lstm cell) {
    gates(cell.gateActivation());
    candidate(cell.candidateActivation());
    candidate(cell.outputActivation());
    refuse(cell.peepholes(), "its LSTM has no peepholes");
    refuse(cell.coupled(), "its LSTM's gates are not coupled");
    refuse(cell.cellClip() > 0, "its limit of c lets gradients through, ours does not");
    refuse(
        cell.projected() && cell.projectionSize() >= cell.hiddenSize(),
        String.format(
            Locale.ROOT,
            "it projects onto fewer features than hidden units only, not %d onto %d",
            cell.hiddenSize(),
            cell.projectionSize()));
    return cudnnRNNMode.CUDNN_LSTM;
  }

  private static int mode(Gru cell) {
    gates(cell.gateActivation());
    candidate(cell.candidateActivation());
    refuse(cell.reset() == Gru.Reset.BEFORE, "its GRU resets after the recurrent product");
    refuse(cell.update() == Gru.Update.ADMITS, "its GRU's update gate keeps the state");
    return cudnnRNNMode.CUDNN_GRU;
  }

  private static void gates(Activation activation) {
    refuse(
        !activation.equals(Activation.sigmoid()), "its gates know sigmoid only, not " + activation);
  }

  private static void candidate(Activation activation) {
    refuse(
        !activation.equals(Activation.tanh()),
        "beside its gates it knows tanh only, not " + activation);
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

  /** By linLayerID. */
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
    if (cell.outputSize() != cell.hiddenSize()) {
      layers.add(new Layer(new Part(CellParameter.WEIGHT_HR, 0), null));
    }
    return layers;
  }

  /** The floats of a part; parts of one role follow each other. */
  long count(Part part) {
    return switch (part.role()) {
      case WEIGHT_IH -> (long) cell.hiddenSize() * cell.inputSize();
      case WEIGHT_HH, WEIGHT_HR -> (long) cell.hiddenSize() * cell.outputSize();
      default -> cell.hiddenSize();
    };
  }
}

package dev.sluice.oracle;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.ArrayList;
import java.util.List;

/** Tables of cells for tests: structural options and activations. */
public final class CellVariants {
  private CellVariants() {}

  /** One activation of every kind with its default parameters, and some with others. */
  public static List<Activation> activations() {
    return List.of(
        Activation.sigmoid(),
        Activation.tanh(),
        Activation.relu(),
        Activation.softsign(),
        Activation.hardSigmoid(),
        new Activation(Activation.Kind.HARD_SIGMOID, 0.5f, 0.4f),
        Activation.leakyRelu(),
        new Activation(Activation.Kind.LEAKY_RELU, 0.3f, 0),
        new Activation(Activation.Kind.LEAKY_RELU, 0, 0),
        Activation.elu(),
        new Activation(Activation.Kind.ELU, 0.6f, 0),
        new Activation(Activation.Kind.ELU, 0, 0),
        Activation.softplus(),
        Activation.scaledTanh(1.7f, 0.66f),
        Activation.scaledTanh(-0.8f, 1.2f),
        Activation.identity(),
        Activation.affine(-0.7f, 0.3f),
        Activation.thresholdedRelu(),
        new Activation(Activation.Kind.THRESHOLDED_RELU, 0.4f, 0));
  }

  /** All combinations of structural options (biases, reset, update), with the usual activations. */
  public static List<Cell> dialects(int inputSize, int hiddenSize) {
    List<Cell> cells = new ArrayList<>();
    for (Biases biases : Biases.values()) {
      cells.add(Rnn.of(inputSize, hiddenSize).withBiases(biases));
      cells.add(Lstm.of(inputSize, hiddenSize).withBiases(biases));
      for (Gru.Reset reset : Gru.Reset.values()) {
        for (Gru.Update update : Gru.Update.values()) {
          cells.add(
              Gru.of(inputSize, hiddenSize).withBiases(biases).withReset(reset).withUpdate(update));
        }
      }
    }
    cells.add(Rnn.article(inputSize, hiddenSize));
    cells.add(Lstm.article(inputSize, hiddenSize));
    cells.add(Gru.article(inputSize, hiddenSize));
    return cells;
  }

  /** Cells with every activation in every place. */
  public static List<Cell> activated(int inputSize, int hiddenSize) {
    List<Cell> cells = new ArrayList<>();
    Lstm lstm = Lstm.of(inputSize, hiddenSize);
    for (Activation activation : activations()) {
      cells.add(Rnn.of(inputSize, hiddenSize).withActivation(activation));
      cells.add(lstm.withGateActivation(activation));
      cells.add(lstm.withCandidateActivation(activation));
      cells.add(lstm.withOutputActivation(activation));
      for (Gru.Reset reset : Gru.Reset.values()) {
        Gru gru = Gru.of(inputSize, hiddenSize).withReset(reset);
        cells.add(gru.withGateActivation(activation));
        cells.add(gru.withCandidateActivation(activation));
      }
    }
    return cells;
  }
}

package dev.sluice.cell;

import dev.sluice.argument.Require;
import java.util.function.Consumer;

/**
 * The gated recurrent unit, K. Cho et al., <em>Learning Phrase Representations using RNN
 * Encoder-Decoder for Statistical Machine Translation</em>, 2014. Gate order r, z, n:
 *
 * <pre>
 *   r  = gate(W_ir x + b_ir + W_hr h + b_hr)                    reset gate
 *   z  = gate(W_iz x + b_iz + W_hz h + b_hz)                    update gate
 *   n  = candidate(W_in x + b_in + r (.) (W_hn h + b_hn))       reset AFTER the product
 *   n  = candidate(W_in x + b_in + W_hn (r (.) h) + b_hn)       reset BEFORE the product
 *   h' = z (.) h + (1 - z) (.) n                                the update gate KEEPS
 *   h' = (1 - z) (.) h + z (.) n                                the update gate ADMITS
 * </pre>
 *
 * @param inputSize I, at least 1
 * @param hiddenSize H, at least 1
 * @param gateActivation of r and z
 * @param candidateActivation of n
 * @param reset where the reset gate acts
 * @param update what an open update gate does
 * @param biases which bias vectors there are
 * @param preactivationClip see {@link Cell}; 0: none
 * @param layerNorm see {@link Cell}; only where the reset gate acts after the product
 * @param zoneout of h
 */
public record Gru(
    int inputSize,
    int hiddenSize,
    Activation gateActivation,
    Activation candidateActivation,
    Reset reset,
    Update update,
    Biases biases,
    float preactivationClip,
    boolean layerNorm,
    Zoneout zoneout)
    implements Cell {

  /** Where the reset gate acts. */
  public enum Reset {
    /** On h, before the recurrent product: Cho et al. version 1, the article, ONNX's default. */
    BEFORE,
    /** On the recurrent product with its bias: PyTorch and cuDNN. */
    AFTER
  }

  /** What an open update gate (z = 1) does. */
  public enum Update {
    /** Keeps the previous state: PyTorch, cuDNN, ONNX. */
    KEEPS,
    /** Admits the candidate: the article. */
    ADMITS
  }

  /** Checks the sizes and options. */
  public Gru {
    CellChecks.sizes("Gru", 3, inputSize, hiddenSize);
    Require.present("Gru gateActivation", gateActivation);
    Require.present("Gru candidateActivation", candidateActivation);
    Require.present("Gru reset", reset);
    Require.present("Gru update", update);
    Require.present("Gru biases", biases);
    CellChecks.bound("Gru preactivationClip", preactivationClip);
    CellChecks.hiddenOnly("Gru", zoneout);
    if (layerNorm && reset == Reset.BEFORE) {
      throw new IllegalArgumentException(
          "Gru: layer normalisation and a reset before the product do not go together, since W_hh"
              + " h is then no single product to normalise");
    }
  }

  /** PyTorch's {@code nn.GRU}: tanh candidate, reset after, update keeps, two biases. */
  public static Gru of(int inputSize, int hiddenSize) {
    return new Gru(
        inputSize,
        hiddenSize,
        Activation.sigmoid(),
        Activation.tanh(),
        Reset.AFTER,
        Update.KEEPS,
        Biases.DOUBLE,
        0,
        false,
        Zoneout.none());
  }

  /** The article's: the logistic function everywhere, reset before, update admits, one bias. */
  public static Gru article(int inputSize, int hiddenSize) {
    return of(inputSize, hiddenSize)
        .withCandidateActivation(Activation.sigmoid())
        .withReset(Reset.BEFORE)
        .withUpdate(Update.ADMITS)
        .withBiases(Biases.SINGLE);
  }

  /** This cell with another non-linearity for r and z. */
  public Gru withGateActivation(Activation activation) {
    return with(draft -> draft.gateActivation = activation);
  }

  /** This cell with another non-linearity for n. */
  public Gru withCandidateActivation(Activation activation) {
    return with(draft -> draft.candidateActivation = activation);
  }

  /** This cell with the reset gate elsewhere. */
  public Gru withReset(Reset reset) {
    return with(draft -> draft.reset = reset);
  }

  /** This cell with the other update convention. */
  public Gru withUpdate(Update update) {
    return with(draft -> draft.update = update);
  }

  /** This cell with other biases. */
  public Gru withBiases(Biases biases) {
    return with(draft -> draft.biases = biases);
  }

  /** This cell with pre-activations limited to {@code [-clip, clip]}; 0: not limited. */
  public Gru withPreactivationClip(float clip) {
    return with(draft -> draft.preactivationClip = clip);
  }

  /** This cell with normalised products. */
  public Gru withLayerNorm() {
    return with(draft -> draft.layerNorm = true);
  }

  /** This cell with zoneout at this rate. */
  public Gru withZoneout(float hidden) {
    return with(draft -> draft.zoneout = new Zoneout(hidden, 0));
  }

  @Override
  public Gru withInputSize(int inputSize) {
    return with(draft -> draft.inputSize = inputSize);
  }

  @Override
  public int gates() {
    return 3;
  }

  @Override
  public boolean hasCellState() {
    return false;
  }

  @Override
  public String kind() {
    return "gru";
  }

  private Gru with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Gru(
        draft.inputSize,
        hiddenSize,
        draft.gateActivation,
        draft.candidateActivation,
        draft.reset,
        draft.update,
        draft.biases,
        draft.preactivationClip,
        draft.layerNorm,
        draft.zoneout);
  }

  /** A copy to change. */
  private static final class Draft {
    private int inputSize;
    private Activation gateActivation;
    private Activation candidateActivation;
    private Reset reset;
    private Update update;
    private Biases biases;
    private float preactivationClip;
    private boolean layerNorm;
    private Zoneout zoneout;

    Draft(Gru cell) {
      inputSize = cell.inputSize;
      gateActivation = cell.gateActivation;
      candidateActivation = cell.candidateActivation;
      reset = cell.reset;
      update = cell.update;
      biases = cell.biases;
      preactivationClip = cell.preactivationClip;
      layerNorm = cell.layerNorm;
      zoneout = cell.zoneout;
    }
  }
}

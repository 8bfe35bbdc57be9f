package dev.sluice.cell;

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
 */
public record Gru(
    int inputSize,
    int hiddenSize,
    Activation gateActivation,
    Activation candidateActivation,
    Reset reset,
    Update update,
    Biases biases)
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
    CellChecks.present("Gru gateActivation", gateActivation);
    CellChecks.present("Gru candidateActivation", candidateActivation);
    CellChecks.present("Gru reset", reset);
    CellChecks.present("Gru update", update);
    CellChecks.present("Gru biases", biases);
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
        Biases.DOUBLE);
  }

  /** The article's: the logistic function everywhere, reset before, update admits, one bias. */
  public static Gru article(int inputSize, int hiddenSize) {
    return new Gru(
        inputSize,
        hiddenSize,
        Activation.sigmoid(),
        Activation.sigmoid(),
        Reset.BEFORE,
        Update.ADMITS,
        Biases.SINGLE);
  }

  /** This cell with another non-linearity for r and z. */
  public Gru withGateActivation(Activation activation) {
    return new Gru(inputSize, hiddenSize, activation, candidateActivation, reset, update, biases);
  }

  /** This cell with another non-linearity for n. */
  public Gru withCandidateActivation(Activation activation) {
    return new Gru(inputSize, hiddenSize, gateActivation, activation, reset, update, biases);
  }

  /** This cell with the reset gate elsewhere. */
  public Gru withReset(Reset reset) {
    return new Gru(
        inputSize, hiddenSize, gateActivation, candidateActivation, reset, update, biases);
  }

  /** This cell with the other update convention. */
  public Gru withUpdate(Update update) {
    return new Gru(
        inputSize, hiddenSize, gateActivation, candidateActivation, reset, update, biases);
  }

  /** This cell with other biases. */
  public Gru withBiases(Biases biases) {
    return new Gru(
        inputSize, hiddenSize, gateActivation, candidateActivation, reset, update, biases);
  }

  @Override
  public Gru withInputSize(int inputSize) {
    return new Gru(
        inputSize, hiddenSize, gateActivation, candidateActivation, reset, update, biases);
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
}

package dev.sluice.cell;

import dev.sluice.argument.Require;
import dev.sluice.record.RecordCopy;
import java.util.function.Function;

/**
 * The gated recurrent unit (GRU), K. Cho et al., <em>Learning Phrase Representations using RNN
 * Encoder-Decoder for Statistical Machine Translation</em>, 2014. The gate order is r, z, n:
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
 * @param gateActivation the activation of r and z
 * @param candidateActivation the activation of n
 * @param reset where the reset gate is applied
 * @param update the meaning of an open update gate
 * @param biases the bias vectors
 * @param preactivationClip see {@link Cell}; 0 means no clipping
 * @param layerNorm see {@link Cell}; only with a reset after the product
 * @param zoneout the zoneout of h; the rate of c must be 0
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

  /** Where the reset gate is applied. */
  public enum Reset {
    /**
     * To h, before the recurrent product: version 1 of Cho et al., the article, the default of
     * ONNX.
     */
    BEFORE,
    /** To the recurrent product and its bias: PyTorch and cuDNN. */
    AFTER
  }

  /** The meaning of an open update gate (z = 1). */
  public enum Update {
    /** It keeps the previous state: PyTorch, cuDNN, ONNX. */
    KEEPS,
    /** It admits the candidate: the article. */
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
          "Gru: layer normalization and a reset before the product cannot be combined, because"
              + " there is then no single product W_hh h to normalize");
    }
  }

  /**
   * The GRU of PyTorch's {@code nn.GRU}: tanh candidate, reset after the product, update keeps, two
   * biases.
   */
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

  /**
   * The GRU of the article: sigmoid everywhere, reset before the product, update admits, one bias.
   */
  public static Gru article(int inputSize, int hiddenSize) {
    return of(inputSize, hiddenSize)
        .withCandidateActivation(Activation.sigmoid())
        .withReset(Reset.BEFORE)
        .withUpdate(Update.ADMITS)
        .withBiases(Biases.SINGLE);
  }

  /** A copy of this cell with another activation of r and z. */
  public Gru withGateActivation(Activation activation) {
    return RecordCopy.with(this, "gateActivation", activation);
  }

  /** A copy of this cell with another activation of n. */
  public Gru withCandidateActivation(Activation activation) {
    return RecordCopy.with(this, "candidateActivation", activation);
  }

  /** A copy of this cell with another place of the reset gate. */
  public Gru withReset(Reset reset) {
    return RecordCopy.with(this, "reset", reset);
  }

  /** A copy of this cell with another meaning of the update gate. */
  public Gru withUpdate(Update update) {
    return RecordCopy.with(this, "update", update);
  }

  /** A copy of this cell with other bias vectors. */
  public Gru withBiases(Biases biases) {
    return RecordCopy.with(this, "biases", biases);
  }

  /**
   * A copy of this cell with pre-activations limited to {@code [-clip, clip]}; 0 means no clipping.
   */
  public Gru withPreactivationClip(float clip) {
    return RecordCopy.with(this, "preactivationClip", clip);
  }

  /** A copy of this cell with layer normalization. */
  public Gru withLayerNorm() {
    return RecordCopy.with(this, "layerNorm", true);
  }

  /** A copy of this cell with zoneout of h at this rate. */
  public Gru withZoneout(float hidden) {
    return RecordCopy.with(this, "zoneout", new Zoneout(hidden, 0));
  }

  @Override
  public Gru withInputSize(int inputSize) {
    return RecordCopy.with(this, "inputSize", inputSize);
  }

  @Override
  public Gru defaults() {
    return of(inputSize, hiddenSize);
  }

  @Override
  public <R> R match(
      Function<? super Rnn, ? extends R> rnn,
      Function<? super Lstm, ? extends R> lstm,
      Function<? super Gru, ? extends R> gru) {
    return gru.apply(this);
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

package dev.sluice.cell;

import dev.sluice.argument.Require;
import dev.sluice.record.RecordCopy;
import java.util.function.Function;

/**
 * The vanilla (Elman) recurrent cell, J. L. Elman, <em>Finding Structure in Time</em>, 1990:
 *
 * <pre>
 *   h' = act(W_ih x + b_ih + W_hh h + b_hh)
 * </pre>
 *
 * @param inputSize I, at least 1
 * @param hiddenSize H, at least 1
 * @param activation the activation of h
 * @param biases the bias vectors
 * @param preactivationClip see {@link Cell}; 0 means no clipping
 * @param layerNorm see {@link Cell}
 * @param zoneout the zoneout of h; the rate of c must be 0
 */
public record Rnn(
    int inputSize,
    int hiddenSize,
    Activation activation,
    Biases biases,
    float preactivationClip,
    boolean layerNorm,
    Zoneout zoneout)
    implements Cell {

  /** Checks the sizes and options. */
  public Rnn {
    CellChecks.sizes("Rnn", 1, inputSize, hiddenSize);
    Require.present("Rnn activation", activation);
    Require.present("Rnn biases", biases);
    CellChecks.bound("Rnn preactivationClip", preactivationClip);
    CellChecks.hiddenOnly("Rnn", zoneout);
  }

  /** The cell of PyTorch's {@code nn.RNN}: tanh and two biases. */
  public static Rnn of(int inputSize, int hiddenSize) {
    return new Rnn(
        inputSize, hiddenSize, Activation.tanh(), Biases.DOUBLE, 0, false, Zoneout.none());
  }

  /** The cell of the article: {@code s_t = sigma(U x_t + W s_{t-1} + b)}. */
  public static Rnn article(int inputSize, int hiddenSize) {
    return of(inputSize, hiddenSize).withActivation(Activation.sigmoid()).withBiases(Biases.SINGLE);
  }

  /** A copy of this cell with another activation. */
  public Rnn withActivation(Activation activation) {
    return RecordCopy.with(this, "activation", activation);
  }

  /** A copy of this cell with other bias vectors. */
  public Rnn withBiases(Biases biases) {
    return RecordCopy.with(this, "biases", biases);
  }

  /**
   * A copy of this cell with pre-activations limited to {@code [-clip, clip]}; 0 means no clipping.
   */
  public Rnn withPreactivationClip(float clip) {
    return RecordCopy.with(this, "preactivationClip", clip);
  }

  /** A copy of this cell with layer normalization. */
  public Rnn withLayerNorm() {
    return RecordCopy.with(this, "layerNorm", true);
  }

  /** A copy of this cell with zoneout of h at this rate. */
  public Rnn withZoneout(float hidden) {
    return RecordCopy.with(this, "zoneout", new Zoneout(hidden, 0));
  }

  @Override
  public Rnn withInputSize(int inputSize) {
    return RecordCopy.with(this, "inputSize", inputSize);
  }

  @Override
  public Rnn defaults() {
    return of(inputSize, hiddenSize);
  }

  @Override
  public <R> R match(
      Function<? super Rnn, ? extends R> rnn,
      Function<? super Lstm, ? extends R> lstm,
      Function<? super Gru, ? extends R> gru) {
    return rnn.apply(this);
  }

  @Override
  public int gates() {
    return 1;
  }

  @Override
  public boolean hasCellState() {
    return false;
  }

  @Override
  public String kind() {
    return "rnn";
  }
}

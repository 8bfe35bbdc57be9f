package dev.sluice.cell;

/**
 * The vanilla (Elman) recurrent cell, J. L. Elman, <em>Finding Structure in Time</em>, 1990:
 *
 * <pre>
 *   h' = act(W_ih x + b_ih + W_hh h + b_hh)
 * </pre>
 *
 * @param inputSize I, at least 1
 * @param hiddenSize H, at least 1
 * @param activation act
 * @param biases which bias vectors there are
 */
public record Rnn(int inputSize, int hiddenSize, Activation activation, Biases biases)
    implements Cell {

  /** Checks the sizes and options. */
  public Rnn {
    CellChecks.sizes("Rnn", 1, inputSize, hiddenSize);
    CellChecks.present("Rnn activation", activation);
    CellChecks.present("Rnn biases", biases);
  }

  /** PyTorch's {@code nn.RNN}: tanh and two biases. */
  public static Rnn of(int inputSize, int hiddenSize) {
    return new Rnn(inputSize, hiddenSize, Activation.tanh(), Biases.DOUBLE);
  }

  /** The article's: {@code s_t = sigma(U x_t + W s_{t-1} + b)}. */
  public static Rnn article(int inputSize, int hiddenSize) {
    return new Rnn(inputSize, hiddenSize, Activation.sigmoid(), Biases.SINGLE);
  }

  /** This cell with another non-linearity. */
  public Rnn withActivation(Activation activation) {
    return new Rnn(inputSize, hiddenSize, activation, biases);
  }

  /** This cell with other biases. */
  public Rnn withBiases(Biases biases) {
    return new Rnn(inputSize, hiddenSize, activation, biases);
  }

  @Override
  public Rnn withInputSize(int inputSize) {
    return new Rnn(inputSize, hiddenSize, activation, biases);
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

package dev.sluice.cell;

/**
 * The long short-term memory cell with a forget gate, S. Hochreiter and J. Schmidhuber, <em>Long
 * Short-Term Memory</em>, 1997; F. Gers, J. Schmidhuber and F. Cummins, <em>Learning to
 * Forget</em>, 2000. Gate order i, f, g, o:
 *
 * <pre>
 *   i  = gate(W_ii x + b_ii + W_hi h + b_hi)         selective read    (input gate)
 *   f  = gate(W_if x + b_if + W_hf h + b_hf)         selective forget  (forget gate)
 *   g  = candidate(W_ig x + b_ig + W_hg h + b_hg)    candidate
 *   o  = gate(W_io x + b_io + W_ho h + b_ho)         selective write   (output gate)
 *   c' = f (.) c + i (.) g
 *   h' = o (.) output(c')
 * </pre>
 *
 * @param inputSize I, at least 1
 * @param hiddenSize H, at least 1
 * @param gateActivation of i, f and o
 * @param candidateActivation of g
 * @param outputActivation of c' on its way into h'
 * @param biases which bias vectors there are
 */
public record Lstm(
    int inputSize,
    int hiddenSize,
    Activation gateActivation,
    Activation candidateActivation,
    Activation outputActivation,
    Biases biases)
    implements Cell {

  /** Checks the sizes and options. */
  public Lstm {
    CellChecks.sizes("Lstm", 4, inputSize, hiddenSize);
    CellChecks.present("Lstm gateActivation", gateActivation);
    CellChecks.present("Lstm candidateActivation", candidateActivation);
    CellChecks.present("Lstm outputActivation", outputActivation);
    CellChecks.present("Lstm biases", biases);
  }

  /** PyTorch's {@code nn.LSTM}: tanh for candidate and output, two biases. */
  public static Lstm of(int inputSize, int hiddenSize) {
    Activation tanh = Activation.tanh();
    return new Lstm(inputSize, hiddenSize, Activation.sigmoid(), tanh, tanh, Biases.DOUBLE);
  }

  /** The article's: the logistic function everywhere, one bias per gate. */
  public static Lstm article(int inputSize, int hiddenSize) {
    Activation sigma = Activation.sigmoid();
    return new Lstm(inputSize, hiddenSize, sigma, sigma, sigma, Biases.SINGLE);
  }

  /** This cell with another non-linearity for i, f and o. */
  public Lstm withGateActivation(Activation activation) {
    return new Lstm(
        inputSize, hiddenSize, activation, candidateActivation, outputActivation, biases);
  }

  /** This cell with another non-linearity for g. */
  public Lstm withCandidateActivation(Activation activation) {
    return new Lstm(inputSize, hiddenSize, gateActivation, activation, outputActivation, biases);
  }

  /** This cell with another non-linearity between c' and h'. */
  public Lstm withOutputActivation(Activation activation) {
    return new Lstm(inputSize, hiddenSize, gateActivation, candidateActivation, activation, biases);
  }

  /** This cell with other biases. */
  public Lstm withBiases(Biases biases) {
    return new Lstm(
        inputSize, hiddenSize, gateActivation, candidateActivation, outputActivation, biases);
  }

  @Override
  public Lstm withInputSize(int inputSize) {
    return new Lstm(
        inputSize, hiddenSize, gateActivation, candidateActivation, outputActivation, biases);
  }

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public boolean hasCellState() {
    return true;
  }

  @Override
  public String kind() {
    return "lstm";
  }
}

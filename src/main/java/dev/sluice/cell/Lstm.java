package dev.sluice.cell;

import dev.sluice.argument.Require;
import dev.sluice.record.RecordCopy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The long short-term memory (LSTM) cell with a forget gate, S. Hochreiter and J. Schmidhuber,
 * <em>Long Short-Term Memory</em>, 1997; F. Gers, J. Schmidhuber and F. Cummins, <em>Learning to
 * Forget</em>, 2000. The gate order is i, f, g, o:
 *
 * <pre>
 *   i  = gate(W_ii x + b_ii + W_hi h + b_hi [+ w_ci (.) c])    selective read    (input gate)
 *   f  = gate(W_if x + b_if + W_hf h + b_hf [+ w_cf (.) c])    selective forget  (forget gate)
 *   f  = 1 - i                                                 if coupled
 *   g  = candidate(W_ig x + b_ig + W_hg h + b_hg)              candidate
 *   c' = f (.) c + i (.) g                                     [limited to +-cellClip]
 *   o  = gate(W_io x + b_io + W_ho h + b_ho [+ w_co (.) c'])   selective write   (output gate)
 *   m  = o (.) output(c')
 *   h' = m, or W_hr m if projected
 * </pre>
 *
 * <p>Sources of the options. Peepholes: F. Gers and J. Schmidhuber, <em>Recurrent Nets that Time
 * and Count</em>, 2000. Projection: H. Sak, A. Senior and F. Beaufays, <em>Long Short-Term Memory
 * Recurrent Neural Network Architectures for Large Scale Acoustic Modeling</em>, 2014. Coupled
 * gates: K. Greff et al., <em>LSTM: A Search Space Odyssey</em>, 2017.
 *
 * <p>With coupled gates the parameters keep all four blocks. The blocks of f and w_cf are not read,
 * and their gradients are zero. No gradient flows through a clipped value of c.
 *
 * @param inputSize I, at least 1
 * @param hiddenSize H, at least 1
 * @param gateActivation the activation of i, f and o
 * @param candidateActivation the activation of g
 * @param outputActivation the activation of c' before the output gate
 * @param biases the bias vectors
 * @param peepholes whether the gates read c
 * @param coupled whether f is 1 - i
 * @param projectionSize P, the number of features of the projection of h; 0 means no projection
 * @param cellClip the clipping bound of c'; 0 means no clipping
 * @param preactivationClip see {@link Cell}; 0 means no clipping
 * @param layerNorm see {@link Cell}; not together with coupled gates
 * @param zoneout the zoneout of h and c
 */
public record Lstm(
    int inputSize,
    int hiddenSize,
    Activation gateActivation,
    Activation candidateActivation,
    Activation outputActivation,
    Biases biases,
    boolean peepholes,
    boolean coupled,
    int projectionSize,
    float cellClip,
    float preactivationClip,
    boolean layerNorm,
    Zoneout zoneout)
    implements Cell {

  /** Checks the sizes and options. */
  public Lstm {
    CellChecks.sizes("Lstm", 4, inputSize, Math.max(hiddenSize, projectionSize));
    CellChecks.sizes("Lstm", 4, inputSize, hiddenSize);
    Require.present("Lstm gateActivation", gateActivation);
    Require.present("Lstm candidateActivation", candidateActivation);
    Require.present("Lstm outputActivation", outputActivation);
    Require.present("Lstm biases", biases);
    if (projectionSize < 0) {
      throw new IllegalArgumentException(
          "Lstm projectionSize: expected at least 1, or 0 for none, got " + projectionSize);
    }
    CellChecks.bound("Lstm cellClip", cellClip);
    CellChecks.bound("Lstm preactivationClip", preactivationClip);
    Require.present("Lstm zoneout", zoneout);
    if (coupled && layerNorm) {
      throw new IllegalArgumentException(
          "Lstm: coupled gates and layer normalization cannot be combined, because the norm of all"
              + " four gates would depend on the forget gate's unused weights");
    }
  }

  /** The LSTM of PyTorch's {@code nn.LSTM}: tanh for candidate and output, two biases. */
  public static Lstm of(int inputSize, int hiddenSize) {
    return new Lstm(
        inputSize,
        hiddenSize,
        Activation.sigmoid(),
        Activation.tanh(),
        Activation.tanh(),
        Biases.DOUBLE,
        false,
        false,
        0,
        0,
        0,
        false,
        Zoneout.none());
  }

  /** The LSTM of the article: sigmoid everywhere, one bias per gate. */
  public static Lstm article(int inputSize, int hiddenSize) {
    return of(inputSize, hiddenSize)
        .withCandidateActivation(Activation.sigmoid())
        .withOutputActivation(Activation.sigmoid())
        .withBiases(Biases.SINGLE);
  }

  /** A copy of this cell with another activation of i, f and o. */
  public Lstm withGateActivation(Activation activation) {
    return RecordCopy.with(this, "gateActivation", activation);
  }

  /** A copy of this cell with another activation of g. */
  public Lstm withCandidateActivation(Activation activation) {
    return RecordCopy.with(this, "candidateActivation", activation);
  }

  /** A copy of this cell with another activation of c'. */
  public Lstm withOutputActivation(Activation activation) {
    return RecordCopy.with(this, "outputActivation", activation);
  }

  /** A copy of this cell with other bias vectors. */
  public Lstm withBiases(Biases biases) {
    return RecordCopy.with(this, "biases", biases);
  }

  /** A copy of this cell with peepholes. */
  public Lstm withPeepholes() {
    return RecordCopy.with(this, "peepholes", true);
  }

  /** A copy of this cell with coupled gates: f is 1 - i. */
  public Lstm withCoupledGates() {
    return RecordCopy.with(this, "coupled", true);
  }

  /**
   * A copy of this cell with h projected to {@code projectionSize} features; 0 means no projection.
   */
  public Lstm withProjection(int projectionSize) {
    return RecordCopy.with(this, "projectionSize", projectionSize);
  }

  /** A copy of this cell with c limited to {@code [-clip, clip]}; 0 means no clipping. */
  public Lstm withCellClip(float clip) {
    return RecordCopy.with(this, "cellClip", clip);
  }

  /**
   * A copy of this cell with pre-activations limited to {@code [-clip, clip]}; 0 means no clipping.
   */
  public Lstm withPreactivationClip(float clip) {
    return RecordCopy.with(this, "preactivationClip", clip);
  }

  /** A copy of this cell with layer normalization of the products and of the cell state. */
  public Lstm withLayerNorm() {
    return RecordCopy.with(this, "layerNorm", true);
  }

  /** A copy of this cell with zoneout of h and c at these rates. */
  public Lstm withZoneout(float hidden, float cell) {
    return RecordCopy.with(this, "zoneout", new Zoneout(hidden, cell));
  }

  @Override
  public Lstm withInputSize(int inputSize) {
    return RecordCopy.with(this, "inputSize", inputSize);
  }

  /** Whether the cell has a projection. */
  public boolean projected() {
    return projectionSize > 0;
  }

  @Override
  public int outputSize() {
    return projected() ? projectionSize : hiddenSize;
  }

  @Override
  public Lstm defaults() {
    return of(inputSize, hiddenSize);
  }

  @Override
  public <R> R match(
      Function<? super Rnn, ? extends R> rnn,
      Function<? super Lstm, ? extends R> lstm,
      Function<? super Gru, ? extends R> gru) {
    return lstm.apply(this);
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

  /** The shapes of the parameters that only an LSTM has. */
  Map<CellParameter, List<Integer>> ownShapes() {
    Map<CellParameter, List<Integer>> shapes = new LinkedHashMap<>();
    if (projected()) {
      shapes.put(CellParameter.WEIGHT_HR, List.of(projectionSize, hiddenSize));
    }
    if (peepholes) {
      shapes.put(CellParameter.WEIGHT_CI, List.of(hiddenSize));
      shapes.put(CellParameter.WEIGHT_CF, List.of(hiddenSize));
      shapes.put(CellParameter.WEIGHT_CO, List.of(hiddenSize));
    }
    return shapes;
  }
}

package dev.sluice.interop.pytorch;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.record.RecordDifferences;
import java.util.Locale;
import java.util.Set;

/**
 * Which recurrent stacks compute what a PyTorch module with the same weights does: the one place
 * that refuses the others. Every option of a cell and of a stack is compared, so that one added
 * later is refused until it is known here.
 */
final class PyTorchDialect {
  /** Of a stack: its cells, looked at one by one, and what changes training and no output. */
  private static final Set<String> FREE =
      Set.of("cells", "dropout", "dropoutMask", "recurrentDropout", "bptt", "initialization");

  private PyTorchDialect() {}

  /**
   * Returns the module that computes the same.
   *
   * @throws IllegalArgumentException if none does; names the options in which the stack differs
   */
  @CanIgnoreReturnValue
  static PyTorchKind of(RecurrentSpec spec) {
    Cell bottom = spec.cells().get(0);
    PyTorchKind kind = kindOf(bottom);
    DirectionMode directions =
        spec.directions() == DirectionMode.BIDIRECTIONAL
            ? DirectionMode.BIDIRECTIONAL
            : DirectionMode.FORWARD;
    RecurrentSpec theirs = RecurrentSpec.of(bottom).withDirections(directions);
    String differences = RecordDifferences.between(theirs, spec, FREE);
    if (!differences.isEmpty()) {
      throw refused(kind, differences);
    }
    requireOptions(kind, bottom);
    for (int layer = 1; layer < spec.layers(); layer++) {
      requireAlike(kind, bottom, spec.cells().get(layer), layer);
    }
    return kind;
  }

  private static PyTorchKind kindOf(Cell cell) {
    return cell.match(
        rnn -> kindOf(rnn.activation()), lstm -> PyTorchKind.LSTM, gru -> PyTorchKind.GRU);
  }

  private static PyTorchKind kindOf(Activation activation) {
    if (activation.equals(Activation.relu())) {
      return PyTorchKind.RNN_RELU;
    }
    if (activation.equals(Activation.tanh())) {
      return PyTorchKind.RNN_TANH;
    }
    throw refused(PyTorchKind.RNN_TANH, "activation: expected tanh or relu, got " + activation);
  }

  private static void requireOptions(PyTorchKind kind, Cell cell) {
    int projection = cell.match(rnn -> 0, Lstm::projectionSize, gru -> 0);
    Cell theirs = kind.cell(cell.inputSize(), cell.hiddenSize(), projection, cell.biases());
    if (!theirs.equals(cell)) {
      throw refused(kind, RecordDifferences.between((Record) theirs, (Record) cell, Set.of()));
    }
    if (projection >= cell.hiddenSize()) {
      throw refused(
          kind,
          String.format(
              Locale.ROOT,
              "projectionSize: expected less than the hiddenSize of %d, got %d",
              cell.hiddenSize(),
              projection));
    }
  }

  private static void requireAlike(PyTorchKind kind, Cell bottom, Cell cell, int layer) {
    Cell alike = bottom.withInputSize(cell.inputSize());
    if (!alike.kind().equals(cell.kind())) {
      throw refused(
          kind,
          String.format(
              Locale.ROOT,
              "layer %d: expected %s as in layer 0, got %s",
              layer,
              alike.kind(),
              cell.kind()));
    }
    if (!alike.equals(cell)) {
      String differences = RecordDifferences.between((Record) alike, (Record) cell, Set.of());
      throw refused(
          kind, String.format(Locale.ROOT, "layer %d, unlike layer 0: %s", layer, differences));
    }
  }

  private static IllegalArgumentException refused(PyTorchKind kind, String why) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s computes something else than this layer: %s", kind.module(), why));
  }
}

package dev.sluice.interop.pytorch;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.RecurrentSpec;
import java.util.Arrays;
import java.util.Locale;

/**
 * Derives the specification of a recurrent module from the shapes of its tensors. Only the
 * nonlinearity of an {@code nn.RNN} cannot be derived.
 */
final class StackShapes {
  private static final String WEIGHT_IH = "weight_ih_l0";
  private static final String WEIGHT_HH = "weight_hh_l0";
  private static final String WEIGHT_HR = "weight_hr_l0";

  private final StateDictFile file;
  private final String prefix;

  StackShapes(StateDictFile file, String prefix) {
    this.file = file;
    this.prefix = prefix;
  }

  /**
   * The kind of the module. weight_hh is {@code [G*H, H]}; with a projection, which only an LSTM
   * has, it is {@code [G*H, P]} and there is a weight_hr.
   */
  PyTorchKind kind() {
    int[] recurrent = file.sizes(prefix, WEIGHT_HH, 2);
    if (projected() || isRatio(recurrent, PyTorchKind.LSTM)) {
      return PyTorchKind.LSTM;
    }
    if (isRatio(recurrent, PyTorchKind.GRU)) {
      return PyTorchKind.GRU;
    }
    if (isRatio(recurrent, PyTorchKind.RNN_TANH)) {
      throw file.failure(
          prefix + WEIGHT_HH,
          "the shape of nn.LSTM or nn.GRU",
          Arrays.toString(recurrent)
              + " of nn.RNN, whose nonlinearity is not in the state dict: pass RNN_TANH or RNN_RELU");
    }
    throw file.failure(
        prefix + WEIGHT_HH,
        "4 (nn.LSTM), 3 (nn.GRU) or 1 (nn.RNN) times as many rows as columns",
        Arrays.toString(recurrent));
  }

  RecurrentSpec spec(PyTorchKind kind) {
    int[] recurrent = file.sizes(prefix, WEIGHT_HH, 2);
    boolean projects = kind == PyTorchKind.LSTM && projected();
    boolean fits = projects ? recurrent[0] % kind.gates() == 0 : isRatio(recurrent, kind);
    if (!fits) {
      throw file.failure(
          prefix + WEIGHT_HH,
          projects
              ? "a multiple of 4 rows, as nn.LSTM has"
              : String.format(
                  Locale.ROOT,
                  "%d times as many rows as columns, as %s has",
                  kind.gates(),
                  kind.module()),
          Arrays.toString(recurrent));
    }
    int inputSize = file.sizes(prefix, WEIGHT_IH, 2)[1];
    int projectionSize = projects ? file.sizes(prefix, WEIGHT_HR, 2)[0] : 0;
    RecurrentSpec spec = spec(kind, inputSize, recurrent[0] / kind.gates(), projectionSize);
    file.require(prefix, TorchModule.shapes(prefix, spec));
    return spec;
  }

  private RecurrentSpec spec(PyTorchKind kind, int inputSize, int hiddenSize, int projectionSize) {
    boolean biased = file.has(prefix + "bias_ih_l0") || file.has(prefix + "bias_hh_l0");
    try {
      Cell cell =
          kind.cell(inputSize, hiddenSize, projectionSize, biased ? Biases.DOUBLE : Biases.NONE);
      RecurrentSpec spec =
          RecurrentSpec.of(cell)
              .withDirections(
                  file.has(prefix + WEIGHT_IH + "_reverse")
                      ? DirectionMode.BIDIRECTIONAL
                      : DirectionMode.FORWARD)
              .withLayers(layers());
      PyTorchDialect.of(spec);
      return spec;
    } catch (IllegalArgumentException e) {
      throw file.failure(prefix, e);
    }
  }

  private int layers() {
    int layers = 1;
    while (file.has(prefix + "weight_ih_l" + layers)) {
      layers++;
    }
    return layers;
  }

  private boolean projected() {
    return file.has(prefix + WEIGHT_HR);
  }

  private static boolean isRatio(int[] recurrent, PyTorchKind kind) {
    return recurrent[0] == (long) kind.gates() * recurrent[1];
  }
}

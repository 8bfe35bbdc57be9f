package dev.sluice.interop.onnx.recurrent;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.cell.Zoneout;
import dev.sluice.interop.onnx.operator.NodeCall;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the cells of a recurrent node from its attributes. A cell is made by its constructor with
 * every option stated. So an option that is added to a cell does not compile here before it is
 * decided what a node of ONNX means.
 */
final class CellAttributes {
  private static final Set<String> COMMON =
      Set.of(
          "activation_alpha",
          "activation_beta",
          "activations",
          "clip",
          "direction",
          "hidden_size",
          "layout");

  // The operators of ONNX have no form for these options.
  private static final int NO_PROJECTION = 0;
  private static final float NO_CELL_CLIP = 0;
  private static final boolean NO_LAYER_NORM = false;

  /** The operators: the attributes that the others lack, and the default activations. */
  private enum Kind {
    RNN(Set.of(), List.of("Tanh")),
    LSTM(Set.of("input_forget"), List.of("Sigmoid", "Tanh", "Tanh")),
    GRU(Set.of("linear_before_reset"), List.of("Sigmoid", "Tanh"));

    private final Set<String> own;
    private final List<String> activations;

    Kind(Set<String> own, List<String> activations) {
      this.own = own;
      this.activations = activations;
    }
  }

  private final NodeCall call;
  private final Kind kind;
  private final int inputSize;
  private final int hiddenSize;
  private final Biases biases;
  private final float clip;

  private CellAttributes(NodeCall call, int inputSize, int hiddenSize, Biases biases) {
    this.call = call;
    this.kind = Kind.valueOf(call.operator());
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.biases = biases;
    this.clip = clip(call);
  }

  /**
   * The cell of each direction. They differ only in their activations.
   *
   * @throws OnnxException if an attribute is unknown or invalid; the message names it
   */
  static List<Cell> read(
      NodeCall call, int directions, int inputSize, int hiddenSize, Biases biases) {
    CellAttributes attributes = new CellAttributes(call, inputSize, hiddenSize, biases);
    attributes.requireKnown();
    return attributes.activations(directions).stream().map(attributes::cell).toList();
  }

  private void requireKnown() {
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(kind.own);
    call.requireOnly(known);
  }

  private List<List<Activation>> activations(int directions) {
    int each = kind.activations.size();
    List<String> names = call.texts("activations");
    if (names == null || names.isEmpty()) {
      names =
          Collections.nCopies(directions, kind.activations).stream().flatMap(List::stream).toList();
    }
    if (names.size() != directions * each) {
      throw new OnnxException(
          String.format(Locale.ROOT, "activations: expected %d, got %s", directions * each, names));
    }
    List<Activation> all =
        ActivationList.decode(names, call.reals("activation_alpha"), call.reals("activation_beta"));
    List<List<Activation>> byDirection = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      byDirection.add(all.subList(d * each, (d + 1) * each));
    }
    return byDirection;
  }

  private Cell cell(List<Activation> activations) {
    return switch (kind) {
      case RNN ->
          new Rnn(
              inputSize,
              hiddenSize,
              activations.get(0),
              biases,
              clip,
              NO_LAYER_NORM,
              Zoneout.none());
      case LSTM ->
          new Lstm(
              inputSize,
              hiddenSize,
              activations.get(0),
              activations.get(1),
              activations.get(2),
              biases,
              call.optional(DirectionWeights.PEEPHOLES) != null,
              flag("input_forget"),
              NO_PROJECTION,
              NO_CELL_CLIP,
              clip,
              NO_LAYER_NORM,
              Zoneout.none());
      case GRU ->
          new Gru(
              inputSize,
              hiddenSize,
              activations.get(0),
              activations.get(1),
              flag("linear_before_reset") ? Gru.Reset.AFTER : Gru.Reset.BEFORE,
              Gru.Update.KEEPS,
              biases,
              clip,
              NO_LAYER_NORM,
              Zoneout.none());
    };
  }

  private static float clip(NodeCall call) {
    if (!call.has("clip")) {
      return 0;
    }
    float clip = call.real("clip", 0);
    if (!(clip > 0)) {
      throw new OnnxException("clip: expected a number above 0, got " + clip);
    }
    // Some exporters write the largest float for no limit.
    return clip == Float.MAX_VALUE || Float.isInfinite(clip) ? 0 : clip;
  }

  private boolean flag(String name) {
    long value = call.integer(name, 0);
    if (value != 0 && value != 1) {
      throw new OnnxException(
          String.format(Locale.ROOT, "%s: expected 0 or 1, got %d", name, value));
    }
    return value == 1;
  }
}

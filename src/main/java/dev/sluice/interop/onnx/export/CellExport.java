package dev.sluice.interop.onnx.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.interop.onnx.recurrent.ActivationList;
import dev.sluice.interop.onnx.recurrent.GateOrder;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Exports a cell: its options become attributes and its parameters become inputs of a recurrent
 * node.
 */
final class CellExport {
  /** The options that the operators have, or that weights express; any other is refused. */
  private static final Set<String> RNN = Set.of("activation", "biases", "preactivationClip");

  private static final Set<String> LSTM =
      Set.of(
          "gateActivation",
          "candidateActivation",
          "outputActivation",
          "biases",
          "peepholes",
          "coupled",
          "preactivationClip");

  private static final Set<String> GRU =
      Set.of(
          "gateActivation",
          "candidateActivation",
          "reset",
          "update",
          "biases",
          "preactivationClip");

  private final Cell cell;

  /**
   * @param where names the cell in messages
   * @throws OnnxException if ONNX cannot represent the cell
   */
  CellExport(Cell cell, String where) {
    this.cell = cell;
    String others = cell.optionsBeyond(cell.match(rnn -> RNN, lstm -> LSTM, gru -> GRU));
    if (!others.isEmpty()) {
      throw refused(where, others);
    }
    String sign = cell.match(rnn -> "", lstm -> "", CellExport::unturnable);
    if (!sign.isEmpty()) {
      throw refused(where, sign);
    }
  }

  private static OnnxException refused(String where, String option) {
    return new OnnxException(
        String.format(
            Locale.ROOT, "%s: ONNX's recurrent operators have no form for %s", where, option));
  }

  /** Empty if the cell's update gate keeps, or can be turned into one that keeps. */
  private static String unturnable(Gru gru) {
    return gru.update() == Gru.Update.ADMITS && !isOddAroundOneHalf(gru.gateActivation())
        ? "an update gate that ADMITS with gate activation " + gru.gateActivation()
        : "";
  }

  Cell cell() {
    return cell;
  }

  /**
   * One direction's parameters in ONNX's order; null where the node has none.
   *
   * @param w {@code [G*H, I]}
   * @param r {@code [G*H, H]}
   * @param b {@code [2*G*H]}
   * @param p {@code [3*H]}
   */
  record Weights(HostTensor w, HostTensor r, @Nullable HostTensor b, @Nullable HostTensor p) {}

  Weights weights(Function<CellParameter, HostTensor> values) {
    int rows = cell.gates() * cell.hiddenSize();
    HostTensor w = HostTensor.zeros(ElementType.FLOAT, rows, cell.inputSize());
    HostTensor r = HostTensor.zeros(ElementType.FLOAT, rows, cell.hiddenSize());
    put(values.apply(CellParameter.WEIGHT_IH), w, 0);
    put(values.apply(CellParameter.WEIGHT_HH), r, 0);
    HostTensor b = null;
    if (cell.biases() != Biases.NONE) {
      b = HostTensor.zeros(ElementType.FLOAT, 2 * rows);
      put(values.apply(CellParameter.BIAS_IH), b, 0);
      if (cell.biases() == Biases.DOUBLE) {
        put(values.apply(CellParameter.BIAS_HH), b, rows);
      }
    }
    return new Weights(w, r, b, peepholes(values));
  }

  private void put(HostTensor ours, HostTensor onnx, int offset) {
    GateOrder.toOnnx(cell, ours.floats(), onnx.floats(), offset);
    if (cell.match(rnn -> false, lstm -> false, gru -> gru.update() == Gru.Update.ADMITS)) {
      // 1 - gate(a) = gate(-a) turns what admits into what keeps; z comes first.
      for (int k = offset; k < offset + ours.elements() / cell.gates(); k++) {
        onnx.floats()[k] = -onnx.floats()[k];
      }
    }
  }

  private @Nullable HostTensor peepholes(Function<CellParameter, HostTensor> values) {
    if (!cell.parameterShapes().containsKey(CellParameter.WEIGHT_CI)) {
      return null;
    }
    HostTensor p = HostTensor.zeros(ElementType.FLOAT, 3 * cell.hiddenSize());
    List<CellParameter> order =
        List.of(CellParameter.WEIGHT_CI, CellParameter.WEIGHT_CO, CellParameter.WEIGHT_CF);
    for (int k = 0; k < order.size(); k++) {
      p.copyFrom(values.apply(order.get(k)), 0, k * cell.hiddenSize(), cell.hiddenSize());
    }
    return p;
  }

  /** Whether {@code 1 - gate(a) = gate(-a)}. */
  private static boolean isOddAroundOneHalf(Activation gate) {
    return gate.kind() == Activation.Kind.SIGMOID
        || gate.kind() == Activation.Kind.HARD_SIGMOID && gate.beta() == 0.5f;
  }

  AttributeProto[] attributes(int directions, String direction) {
    List<Activation> activations = new ArrayList<>();
    Collections.nCopies(directions, activations()).forEach(activations::addAll);
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attributes.integer("hidden_size", cell.hiddenSize()));
    attributes.add(Attributes.text("direction", direction));
    attributes.add(Attributes.texts("activations", ActivationList.names(activations)));
    addParameters(attributes, "activation_alpha", ActivationList.alphas(activations));
    addParameters(attributes, "activation_beta", ActivationList.betas(activations));
    if (cell.preactivationClip() > 0) {
      attributes.add(Attributes.real("clip", cell.preactivationClip()));
    }
    attributes.addAll(cell.match(rnn -> List.of(), CellExport::own, CellExport::own));
    return attributes.toArray(AttributeProto[]::new);
  }

  private static void addParameters(
      List<AttributeProto> attributes, String name, List<Float> values) {
    if (!values.isEmpty()) {
      attributes.add(Attributes.reals(name, values));
    }
  }

  private static List<AttributeProto> own(Lstm lstm) {
    return List.of(Attributes.integer("input_forget", lstm.coupled() ? 1 : 0));
  }

  private static List<AttributeProto> own(Gru gru) {
    boolean after = gru.reset() == Gru.Reset.AFTER;
    return List.of(Attributes.integer("linear_before_reset", after ? 1 : 0));
  }

  /** In ONNX's order: f, g and for the LSTM h. */
  private List<Activation> activations() {
    return cell.match(
        rnn -> List.of(rnn.activation()),
        lstm -> List.of(lstm.gateActivation(), lstm.candidateActivation(), lstm.outputActivation()),
        gru -> List.of(gru.gateActivation(), gru.candidateActivation()));
  }
}

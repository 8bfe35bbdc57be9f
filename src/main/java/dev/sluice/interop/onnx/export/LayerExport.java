package dev.sluice.interop.onnx.export;

import dev.sluice.cell.Activation;
import dev.sluice.device.Parameter;
import dev.sluice.interop.onnx.recurrent.ActivationList;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.DropoutSpec;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Adds the layers of a model to a graph, starting at the input. */
final class LayerExport {
  private final GraphBuilder graph;
  private final Model model;
  private final ModelSpec spec;
  private final OptionalInt emptyRowToken;
  private String lengths = OnnxExport.LENGTHS;

  LayerExport(GraphBuilder graph, Model model, OptionalInt emptyRowToken) {
    this.graph = graph;
    this.model = model;
    this.spec = model.spec();
    this.emptyRowToken = emptyRowToken;
  }

  /** Declares the inputs, adds all layers, and returns the name of the top layer's output. */
  String export() {
    String value = input();
    graph.input(OnnxExport.LENGTHS, ElementType.INT32, "N");
    if (emptyRowToken.isPresent()) {
      value = withoutEmptyRows(value, emptyRowToken.getAsInt());
    }
    FeatureShape shape = spec.input();
    for (int i = 0; i < spec.layers().size(); i++) {
      LayerSpec layer = spec.layers().get(i);
      graph.prefix(spec.nameOf(i) + ".");
      value = layer(layer, spec.nameOf(i), shape, value);
      shape = layer.outputShape(shape);
    }
    return value;
  }

  private String input() {
    if (spec.input().kind() == FeatureShape.Kind.TOKENS) {
      graph.input(OnnxExport.TOKENS, ElementType.INT32, "T", "N");
      return OnnxExport.TOKENS;
    }
    graph.input(OnnxExport.FEATURES, ElementType.FLOAT, "T", "N", spec.input().size());
    return OnnxExport.FEATURES;
  }

  private String withoutEmptyRows(String tokens, int token) {
    if (spec.input().kind() != FeatureShape.Kind.TOKENS) {
      throw new OnnxException(
          "emptyRowToken: expected a model of tokens, got one of " + spec.input());
    }
    graph.prefix("empty_rows.");
    EmptyRows rows = new EmptyRows(graph, tokens, lengths);
    String filled = rows.tokens(token);
    lengths = rows.lengths();
    return filled;
  }

  private String layer(LayerSpec layer, String name, FeatureShape input, String value) {
    if (layer instanceof EmbeddingSpec) {
      return graph.node("Gather", List.of(weight(name, "weight"), value));
    }
    if (layer instanceof RecurrentSpec recurrent) {
      return new RecurrentExport(graph, recurrent, lengths, role -> values(name, role))
          .export(value, name);
    }
    if (layer instanceof PoolingSpec pooling) {
      return PoolingExport.export(graph, pooling, lengths, input.size(), value);
    }
    if (layer instanceof DropoutSpec) {
      return graph.node("Identity", List.of(value));
    }
    if (layer instanceof DenseSpec dense) {
      return dense(dense, name, input, value);
    }
    throw new OnnxException(
        String.format(Locale.ROOT, "%s: this kind of layer cannot be exported to ONNX", name));
  }

  private String dense(DenseSpec dense, String name, FeatureShape input, String value) {
    String product;
    if (input.kind() == FeatureShape.Kind.VECTOR) {
      List<String> operands =
          dense.bias()
              ? List.of(value, weight(name, "weight"), weight(name, "bias"))
              : List.of(value, weight(name, "weight"));
      product = graph.node("Gemm", operands, Attributes.integer("transB", 1));
    } else {
      // Gemm supports only matrices.
      String transposed =
          graph.node(
              "Transpose", List.of(weight(name, "weight")), Attributes.integers("perm", 1, 0));
      product = graph.node("MatMul", List.of(value, transposed));
      if (dense.bias()) {
        product = graph.node("Add", List.of(product, weight(name, "bias")));
      }
    }
    return activate(dense.activation(), product);
  }

  /**
   * Adds an activation. Affine and ScaledTanh exist only inside recurrent nodes, so they are built
   * from other operators.
   */
  private String activate(Activation activation, String value) {
    if (activation.equals(Activation.identity())) {
      return value;
    }
    return switch (activation.kind()) {
      case AFFINE -> scaled(value, activation.alpha(), activation.beta());
      case SCALED_TANH -> {
        String argument = scaled(value, activation.beta(), 0);
        yield scaled(graph.node("Tanh", List.of(argument)), activation.alpha(), 0);
      }
      case HARD_SIGMOID ->
          graph.node(
              "HardSigmoid",
              List.of(value),
              Attributes.real("alpha", activation.alpha()),
              Attributes.real("beta", activation.beta()));
      case LEAKY_RELU, ELU, THRESHOLDED_RELU ->
          graph.node(
              ActivationList.name(activation),
              List.of(value),
              Attributes.real("alpha", activation.alpha()));
      default -> graph.node(ActivationList.name(activation), List.of(value));
    };
  }

  private String scaled(String value, float factor, float summand) {
    String product = graph.node("Mul", List.of(value, graph.scalar("factor", factor)));
    return summand == 0
        ? product
        : graph.node("Add", List.of(product, graph.scalar("summand", summand)));
  }

  private String weight(String layer, String role) {
    return graph.constant(role, values(layer, role));
  }

  private HostTensor values(String layer, String role) {
    Parameter parameter = model.parameter(layer + "." + role);
    return HostTensor.floats(parameter.finiteValues(), parameter.value().shape().sizes());
  }
}

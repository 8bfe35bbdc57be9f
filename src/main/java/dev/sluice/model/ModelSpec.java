package dev.sluice.model;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.DropoutSpec;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The immutable description of a model: a stack of layers, from the input up. Each method that adds
 * a layer returns a new description. It takes the input size of the layer from the layer below:
 *
 * <pre>{@code
 * ModelSpec spec =
 *     ModelSpec.embedding(20_000, 64)
 *         .lstm(128)
 *         .pooling(PoolingKind.LAST)
 *         .dropout(0.3)
 *         .dense(2);
 * }</pre>
 *
 * <p>Recurrent layers give an output for each step; {@link #pooling} turns them into one output per
 * row. Explicit sizes, as in {@code recurrent(Lstm.of(64, 128))}, must fit.
 *
 * <p>All methods that add a layer throw {@link IllegalArgumentException} if it does not accept the
 * output of the layer below. The message names both layers, what was expected and what was found.
 */
public sealed interface ModelSpec permits LayerStack {

  /**
   * A description of layers with explicit sizes.
   *
   * @param input shape of the model's input
   * @param layers the layers, from the bottom
   */
  static ModelSpec of(FeatureShape input, List<LayerSpec> layers) {
    return new LayerStack(input, layers);
  }

  /** A model of token ids {@code [T, N]}, still without layers. */
  static ModelSpec ofTokens() {
    return of(FeatureShape.tokens(), List.of());
  }

  /** A model of numeric sequences {@code [T, N, features]}, still without layers. */
  static ModelSpec ofSequences(int features) {
    return of(FeatureShape.sequence(features), List.of());
  }

  /**
   * A model of token ids that starts with an embedding with the defaults of {@link
   * EmbeddingSpec#of}, which are PyTorch's: no padding token.
   */
  static ModelSpec embedding(int vocabulary, int size) {
    return embedding(EmbeddingSpec.of(vocabulary, size));
  }

  /**
   * A model of token ids that starts with an embedding with options, such as {@link
   * EmbeddingSpec#forTextClassification}.
   */
  static ModelSpec embedding(EmbeddingSpec embedding) {
    return ofTokens().layer(embedding);
  }

  /** The shape of the model's input. */
  FeatureShape input();

  /** The layers, from the bottom; unmodifiable. */
  List<LayerSpec> layers();

  /**
   * Adds a stack of plain (Elman) recurrent layers that reads forward; hidden sizes from the
   * bottom.
   */
  default ModelSpec rnn(int... hiddenSizes) {
    return rnn(DirectionMode.FORWARD, hiddenSizes);
  }

  /** Adds a stack of plain recurrent layers; the outputs of two directions are concatenated. */
  default ModelSpec rnn(DirectionMode directions, int... hiddenSizes) {
    return recurrent(features -> stack(directions, hiddenSizes, size -> Rnn.of(features, size)));
  }

  /** Adds a stack of LSTM layers that reads forward; hidden sizes from the bottom. */
  default ModelSpec lstm(int... hiddenSizes) {
    return lstm(DirectionMode.FORWARD, hiddenSizes);
  }

  /** Adds a stack of LSTM layers; the outputs of two directions are concatenated. */
  default ModelSpec lstm(DirectionMode directions, int... hiddenSizes) {
    return recurrent(features -> stack(directions, hiddenSizes, size -> Lstm.of(features, size)));
  }

  /** Adds a stack of GRU layers that reads forward; hidden sizes from the bottom. */
  default ModelSpec gru(int... hiddenSizes) {
    return gru(DirectionMode.FORWARD, hiddenSizes);
  }

  /** Adds a stack of GRU layers; the outputs of two directions are concatenated. */
  default ModelSpec gru(DirectionMode directions, int... hiddenSizes) {
    return recurrent(features -> stack(directions, hiddenSizes, size -> Gru.of(features, size)));
  }

  private static RecurrentSpec stack(
      DirectionMode directions, int[] hiddenSizes, IntFunction<Cell> cell) {
    Cell[] cells = Arrays.stream(hiddenSizes).mapToObj(cell).toArray(Cell[]::new);
    return RecurrentSpec.of(cells).withDirections(directions);
  }

  /**
   * Adds a recurrent stack with options. The function gets the number of features of the layer
   * below:
   *
   * <pre>{@code
   * .recurrent(features -> RecurrentSpec.of(Lstm.of(features, 64).withPeepholes()).withLayers(2))
   * }</pre>
   */
  default ModelSpec recurrent(IntFunction<RecurrentSpec> ofInputSize) {
    return layer(
        "recurrent",
        below -> {
          if (below.kind() != FeatureShape.Kind.SEQUENCE) {
            throw new IllegalArgumentException("expected a sequence [T, N, F], got " + below);
          }
          return ofInputSize.apply(below.size());
        });
  }

  /** Adds a stack of recurrent layers with explicit sizes that reads forward. */
  default ModelSpec recurrent(Cell... cells) {
    return layer(RecurrentSpec.of(cells));
  }

  /** Adds a recurrent stack with explicit sizes. */
  default ModelSpec recurrent(RecurrentSpec recurrent) {
    return layer(recurrent);
  }

  /**
   * Adds poolings, whose results are concatenated; they respect the directions of the layer below.
   */
  default ModelSpec pooling(PoolingKind... poolings) {
    return layer(PoolingSpec.of(poolings).withReverseFeatures(output().reverseFeatures()));
  }

  /** Adds dropout that drops each element independently. */
  default ModelSpec dropout(double rate) {
    return layer(DropoutSpec.of(rate));
  }

  /** Adds dropout with this mask. */
  default ModelSpec dropout(double rate, DropoutMask mask) {
    return layer(DropoutSpec.of(rate, mask));
  }

  /** Adds a dense layer without activation. */
  default ModelSpec dense(int outputSize) {
    return dense(outputSize, Activation.identity());
  }

  /** Adds a dense layer with an activation. */
  default ModelSpec dense(int outputSize, Activation activation) {
    return layer(
        "dense",
        below -> {
          if (below.kind() == FeatureShape.Kind.TOKENS) {
            throw new IllegalArgumentException("expected features, got tokens");
          }
          return DenseSpec.of(below.size(), outputSize).withActivation(activation);
        });
  }

  /** Adds any layer. */
  default ModelSpec layer(LayerSpec layer) {
    List<LayerSpec> extended = new ArrayList<>(layers());
    extended.add(layer);
    return of(input(), extended);
  }

  /** Adds the layer that a function creates for the output of the layer below. */
  private ModelSpec layer(String kind, Function<FeatureShape, LayerSpec> ofInput) {
    FeatureShape below = output();
    LayerSpec layer;
    try {
      layer = ofInput.apply(below);
    } catch (IllegalArgumentException e) {
      throw LayerStack.misfit(layers(), layers().size(), kind, e);
    }
    return layer(layer);
  }

  /** The output shape of the top layer, or the input shape if there are no layers. */
  default FeatureShape output() {
    return LayerStack.shapeAbove(input(), layers());
  }

  /** The unique name of a layer, for example {@code 1.recurrent}; {@code input} for -1. */
  default String nameOf(int index) {
    return LayerStack.nameAt(layers(), index);
  }

  /** The names and shapes of all parameters, in the order of the layers. */
  default Map<String, List<Integer>> parameterShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (int i = 0; i < layers().size(); i++) {
      String prefix = nameOf(i) + ".";
      layers().get(i).parameterShapes().forEach((name, shape) -> shapes.put(prefix + name, shape));
    }
    return shapes;
  }

  /** The description as JSON; equal descriptions give equal texts. */
  default String toJson() {
    return ModelJson.write(this);
  }

  /**
   * Reads a description from JSON.
   *
   * @throws IllegalArgumentException if the text is not JSON, a field is missing or unknown, or the
   *     description is invalid
   */
  static ModelSpec fromJson(String json) {
    return ModelJson.read(json);
  }
}

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
 * The immutable description of a stack of layers, from the input up. Each method that adds a layer
 * returns a new description, and takes the size of the layer's input from the layer below:
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
 * <p>Recurrent layers give an output for each step; {@link #pooling} makes one per row of them.
 * Where sizes are given explicitly, as in {@code recurrent(Lstm.of(64, 128))}, they must fit.
 *
 * <p>All methods that add a layer throw {@link IllegalArgumentException} if it does not fit on the
 * one below; the message names both, what was expected and what came.
 */
public sealed interface ModelSpec permits LayerStack {

  /**
   * A description of layers that know their sizes.
   *
   * @param input what the model takes
   * @param layers from the bottom
   */
  static ModelSpec of(FeatureShape input, List<LayerSpec> layers) {
    return new LayerStack(input, layers);
  }

  /** A model of token ids {@code [T, N]}, without layers yet. */
  static ModelSpec ofTokens() {
    return of(FeatureShape.tokens(), List.of());
  }

  /** A model of numeric sequences {@code [T, N, features]}, without layers yet. */
  static ModelSpec ofSequences(int features) {
    return of(FeatureShape.sequence(features), List.of());
  }

  /**
   * A model of token ids that begins with an embedding with the defaults of {@link
   * EmbeddingSpec#of}: PyTorch's, without a padding token.
   */
  static ModelSpec embedding(int vocabulary, int size) {
    return embedding(EmbeddingSpec.of(vocabulary, size));
  }

  /**
   * A model of token ids that begins with an embedding with options, such as {@link
   * EmbeddingSpec#forTextClassification}.
   */
  static ModelSpec embedding(EmbeddingSpec embedding) {
    return ofTokens().layer(embedding);
  }

  /** What the model takes. */
  FeatureShape input();

  /** The layers from the bottom; unmodifiable. */
  List<LayerSpec> layers();

  /** Adds a forward stack of plain recurrent layers of these hidden sizes, from the bottom. */
  default ModelSpec rnn(int... hiddenSizes) {
    return rnn(DirectionMode.FORWARD, hiddenSizes);
  }

  /** Adds a stack of plain recurrent layers, two directions' outputs side by side. */
  default ModelSpec rnn(DirectionMode directions, int... hiddenSizes) {
    return recurrent(features -> stack(directions, hiddenSizes, size -> Rnn.of(features, size)));
  }

  /** Adds a forward stack of LSTM layers of these hidden sizes, from the bottom. */
  default ModelSpec lstm(int... hiddenSizes) {
    return lstm(DirectionMode.FORWARD, hiddenSizes);
  }

  /** Adds a stack of LSTM layers, two directions' outputs side by side. */
  default ModelSpec lstm(DirectionMode directions, int... hiddenSizes) {
    return recurrent(features -> stack(directions, hiddenSizes, size -> Lstm.of(features, size)));
  }

  /** Adds a forward stack of GRU layers of these hidden sizes, from the bottom. */
  default ModelSpec gru(int... hiddenSizes) {
    return gru(DirectionMode.FORWARD, hiddenSizes);
  }

  /** Adds a stack of GRU layers, two directions' outputs side by side. */
  default ModelSpec gru(DirectionMode directions, int... hiddenSizes) {
    return recurrent(features -> stack(directions, hiddenSizes, size -> Gru.of(features, size)));
  }

  private static RecurrentSpec stack(
      DirectionMode directions, int[] hiddenSizes, IntFunction<Cell> cell) {
    Cell[] cells = Arrays.stream(hiddenSizes).mapToObj(cell).toArray(Cell[]::new);
    return RecurrentSpec.of(cells).withDirections(directions);
  }

  /**
   * Adds a recurrent stack with options, which is told the features of a step below:
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

  /** Adds a forward stack of recurrent layers with sizes of their own. */
  default ModelSpec recurrent(Cell... cells) {
    return layer(RecurrentSpec.of(cells));
  }

  /** Adds a recurrent stack with sizes of its own. */
  default ModelSpec recurrent(RecurrentSpec recurrent) {
    return layer(recurrent);
  }

  /** Adds poolings side by side, of the layer below in whichever directions it reads. */
  default ModelSpec pooling(PoolingKind... poolings) {
    return layer(PoolingSpec.of(poolings).withReverseFeatures(output().reverseFeatures()));
  }

  /** Adds dropout of single elements. */
  default ModelSpec dropout(double rate) {
    return layer(DropoutSpec.of(rate));
  }

  /** Adds dropout under such a mask. */
  default ModelSpec dropout(double rate, DropoutMask mask) {
    return layer(DropoutSpec.of(rate, mask));
  }

  /** Adds a dense layer without activation on whatever the layer below gives. */
  default ModelSpec dense(int outputSize) {
    return dense(outputSize, Activation.identity());
  }

  /** Adds a dense layer on whatever the layer below gives. */
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

  /** Adds the layer that fits on what is below; a refusal names the place. */
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

  /** What the top layer gives; the input where there are no layers. */
  default FeatureShape output() {
    return LayerStack.shapeAbove(input(), layers());
  }

  /** The unique name of a layer, {@code 1.recurrent} for example; {@code input} for -1. */
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

  /** This description as JSON; equal descriptions give equal text. */
  default String toJson() {
    return ModelJson.write(this);
  }

  /**
   * Reads a description.
   *
   * @throws IllegalArgumentException if the text is no JSON, a field is missing or unknown, or the
   *     description is not valid
   */
  static ModelSpec fromJson(String json) {
    return ModelJson.read(json);
  }
}

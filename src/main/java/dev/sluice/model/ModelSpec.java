package dev.sluice.model;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.DropoutSpec;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The immutable description of a stack of layers, from the input up. Each method that adds a layer
 * returns a new description and checks that the layer fits on the one below:
 *
 * <pre>{@code
 * ModelSpec spec =
 *     ModelSpec.ofTokens()
 *         .embedding(20_000, 64)
 *         .recurrent(Lstm.of(64, 128))
 *         .pooling(PoolingKind.LAST)
 *         .dropout(0.3)
 *         .dense(2);
 * }</pre>
 *
 * @param input what the model takes
 * @param layers from the bottom
 */
public record ModelSpec(FeatureShape input, List<LayerSpec> layers) {

  /**
   * Checks that every layer fits on the one below.
   *
   * @throws IllegalArgumentException naming both layers, what was expected and what came
   */
  public ModelSpec {
    layers = List.copyOf(layers);
    shapeAbove(input, layers);
  }

  /** A model of token ids {@code [T, N]}, without layers yet. */
  public static ModelSpec ofTokens() {
    return new ModelSpec(FeatureShape.tokens(), List.of());
  }

  /** A model of numeric sequences {@code [T, N, features]}, without layers yet. */
  public static ModelSpec ofSequences(int features) {
    return new ModelSpec(FeatureShape.sequence(features), List.of());
  }

  /**
   * Adds an embedding with the defaults of {@link EmbeddingSpec#of}: PyTorch's, without a padding
   * token.
   */
  public ModelSpec embedding(int vocabulary, int size) {
    return embedding(EmbeddingSpec.of(vocabulary, size));
  }

  /** Adds an embedding with options, such as {@link EmbeddingSpec#forTextClassification}. */
  public ModelSpec embedding(EmbeddingSpec embedding) {
    return layer(embedding);
  }

  /** Adds a forward stack of recurrent layers. */
  public ModelSpec recurrent(Cell... cells) {
    return layer(RecurrentSpec.of(cells));
  }

  /** Adds a recurrent stack with options. */
  public ModelSpec recurrent(RecurrentSpec recurrent) {
    return layer(recurrent);
  }

  /** Adds poolings side by side, of the layer below in whichever directions it reads. */
  public ModelSpec pooling(PoolingKind... poolings) {
    return layer(PoolingSpec.of(poolings).withReverseFeatures(output().reverseFeatures()));
  }

  /** Adds dropout of single elements. */
  public ModelSpec dropout(double rate) {
    return layer(DropoutSpec.of(rate));
  }

  /** Adds dropout under such a mask. */
  public ModelSpec dropout(double rate, DropoutMask mask) {
    return layer(DropoutSpec.of(rate, mask));
  }

  /** Adds a dense layer without activation on whatever the layer below gives. */
  public ModelSpec dense(int outputSize) {
    return dense(outputSize, Activation.identity());
  }

  /** Adds a dense layer on whatever the layer below gives. */
  public ModelSpec dense(int outputSize, Activation activation) {
    if (output().kind() == FeatureShape.Kind.TOKENS) {
      throw new IllegalArgumentException(
          "dense after " + nameAt(layers, layers.size() - 1) + ": expected features, got tokens");
    }
    return layer(DenseSpec.of(output().size(), outputSize).withActivation(activation));
  }

  /** Adds any layer. */
  public ModelSpec layer(LayerSpec layer) {
    List<LayerSpec> extended = new ArrayList<>(layers);
    extended.add(layer);
    return new ModelSpec(input, extended);
  }

  /** What the top layer gives; the input where there are no layers. */
  public FeatureShape output() {
    return shapeAbove(input, layers);
  }

  /** The unique name of a layer, {@code 1.recurrent} for example; {@code input} for -1. */
  public String nameOf(int index) {
    return nameAt(layers, index);
  }

  /** The names and shapes of all parameters, in the order of the layers. */
  public Map<String, List<Integer>> parameterShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      String prefix = nameOf(i) + ".";
      layers.get(i).parameterShapes().forEach((name, shape) -> shapes.put(prefix + name, shape));
    }
    return shapes;
  }

  /** This description as JSON; equal descriptions give equal text. */
  public String toJson() {
    return ModelJson.write(this);
  }

  /**
   * Reads a description.
   *
   * @throws IllegalArgumentException if the text is no JSON, a field is missing or unknown, or the
   *     description is not valid
   */
  public static ModelSpec fromJson(String json) {
    return ModelJson.read(json);
  }

  private static String nameAt(List<LayerSpec> layers, int index) {
    return index < 0 ? "input" : index + "." + layers.get(index).kind();
  }

  private static FeatureShape shapeAbove(FeatureShape input, List<LayerSpec> layers) {
    FeatureShape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      try {
        shape = layers.get(i).outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s after %s: %s",
                nameAt(layers, i),
                nameAt(layers, i - 1),
                e.getMessage()),
            e);
      }
    }
    return shape;
  }
}

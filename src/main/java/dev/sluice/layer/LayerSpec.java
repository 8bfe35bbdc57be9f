package dev.sluice.layer;

import java.util.List;
import java.util.Map;

/**
 * The immutable description of a layer: sizes and options, no weights. Equal descriptions and equal
 * random numbers make equal layers.
 */
public sealed interface LayerSpec
    permits EmbeddingSpec, RecurrentSpec, PoolingSpec, DropoutSpec, DenseSpec {

  /** The short name: {@code embedding}, {@code recurrent}, ... */
  String kind();

  /**
   * What the layer gives for what it is given.
   *
   * @throws IllegalArgumentException if it cannot take that input
   */
  FeatureShape outputShape(FeatureShape input);

  /** The names of its parameters within the layer and their shapes, in the layer's order. */
  Map<String, List<Integer>> parameterShapes();

  /** Makes the layer with freshly drawn parameters, which the context's scope owns. */
  Layer create(LayerContext context);
}

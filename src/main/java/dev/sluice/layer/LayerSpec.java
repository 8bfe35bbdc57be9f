package dev.sluice.layer;

import java.util.List;
import java.util.Map;

/**
 * The immutable description of a layer: sizes and options, without weights. Equal descriptions and
 * equal random numbers give equal layers.
 */
public sealed interface LayerSpec
    permits EmbeddingSpec, RecurrentSpec, PoolingSpec, DropoutSpec, DenseSpec {

  /** The short name: {@code embedding}, {@code recurrent}, ... */
  String kind();

  /**
   * The shape of the layer's output for an input of this shape.
   *
   * @throws IllegalArgumentException if the layer does not accept this input
   */
  FeatureShape outputShape(FeatureShape input);

  /** The names of the parameters within the layer and their shapes, in the layer's order. */
  Map<String, List<Integer>> parameterShapes();

  /** Creates the layer with newly drawn parameters, which the context's scope owns. */
  Layer create(LayerContext context);
}

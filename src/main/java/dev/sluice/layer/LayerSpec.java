package dev.sluice.layer;

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

  /**
   * Makes the layer with freshly drawn parameters.
   *
   * @return the layer, owned by the caller
   */
  Layer create(LayerContext context);
}

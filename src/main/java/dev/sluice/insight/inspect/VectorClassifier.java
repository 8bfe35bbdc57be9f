package dev.sluice.insight.inspect;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Embedding;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.Bptt;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The layers of a text classifier above its embedding, as a frozen copy that takes the vectors of
 * tokens. Backward passes through it give gradients with respect to the vectors. They leave the
 * gradients of the original model alone, and flow through all of time, even if the model was
 * trained with truncated backpropagation.
 */
final class VectorClassifier implements AutoCloseable {
  private final Model model;
  private final Embedding embedding;
  private final int vectorSize;
  private final Model above;

  private VectorClassifier(Model model, Embedding embedding, Model above) {
    this.model = model;
    this.embedding = embedding;
    this.vectorSize = embedding.spec().size();
    this.above = above;
  }

  /**
   * Copies the parameters of a model as they are now.
   *
   * @param model must stay open as long as the copy
   * @return owned by the caller
   * @throws IllegalArgumentException unless the model classifies texts with a recurrent layer
   */
  static VectorClassifier copyOf(Model model) {
    ModelSpec spec = model.spec();
    requireTextClassifier(spec);
    List<LayerSpec> layers =
        spec.layers().stream().skip(1).map(VectorClassifier::withFullGradients).toList();
    Embedding embedding = (Embedding) model.layers().get(0);
    Model above =
        Model.create(
            ModelSpec.of(FeatureShape.sequence(embedding.spec().size()), layers),
            model.device(),
            0);
    List<Parameter> from = model.parameters();
    List<Parameter> to = above.parameters();
    for (int i = 0; i < to.size(); i++) {
      Parameter source = from.get(from.size() - to.size() + i);
      model.device().elementwise().copy(source.value(), to.get(i).value());
      to.get(i).setTrainable(false);
    }
    return new VectorClassifier(model, embedding, above);
  }

  /** All other initial values are cheap to draw; they are overwritten anyway. */
  private static LayerSpec withFullGradients(LayerSpec layer) {
    return layer instanceof RecurrentSpec recurrent
        ? recurrent.withBptt(Bptt.full()).withInitialization(RecurrentInitialization.pytorch())
        : layer;
  }

  private static void requireTextClassifier(ModelSpec spec) {
    List<LayerSpec> layers = spec.layers();
    boolean classifies =
        layers.get(0) instanceof EmbeddingSpec
            && layers.stream().anyMatch(RecurrentSpec.class::isInstance)
            && spec.output().kind() == FeatureShape.Kind.VECTOR
            && spec.output().size() >= 2;
    if (!classifies) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model: expected a text classifier, with an embedding, a recurrent layer, a pooling and"
                  + " a logit for each of at least 2 classes, got %s from %s to %s",
              layers.stream().map(LayerSpec::kind).toList(),
              spec.input(),
              spec.output()));
    }
  }

  Device device() {
    return model.device();
  }

  /** The original model. */
  Model model() {
    return model;
  }

  /** The layers above the embedding, from the bottom. */
  List<Layer> layers() {
    return above.layers();
  }

  /** K. */
  int classes() {
    return above.spec().output().size();
  }

  /** V, the number of tokens. */
  int vocabulary() {
    return embedding.spec().vocabulary();
  }

  /** E, the number of features of a vector. */
  int vectorSize() {
    return vectorSize;
  }

  /** The index in {@link #layers} of the topmost recurrent layer. */
  int topRecurrent() {
    return last(Recurrent.class);
  }

  /** The index in {@link #layers} of the pooling. */
  int pooling() {
    return last(dev.sluice.layer.Pooling.class);
  }

  PoolingSpec poolingSpec() {
    return (PoolingSpec) above.spec().layers().get(pooling());
  }

  private int last(Class<? extends Layer> kind) {
    int found = -1;
    for (int i = 0; i < layers().size(); i++) {
      found = kind.isInstance(layers().get(i)) ? i : found;
    }
    return found;
  }

  /** The name of one of {@link #layers} in the original model. */
  String nameOf(int layer) {
    return model.spec().nameOf(layer + 1);
  }

  /**
   * The number of floats that a pass with a backward pass needs for each token of each row, about.
   */
  long floatsPerToken() {
    long floats = 4L * vectorSize;
    for (LayerSpec layer : above.spec().layers()) {
      if (layer instanceof RecurrentSpec recurrent) {
        long inOneDirection =
            recurrent.cells().stream()
                .mapToLong(cell -> (cell.gates() + 4L) * cell.hiddenSize())
                .sum();
        floats += recurrent.directions().count() * inOneDirection;
      }
    }
    return floats;
  }

  /** The vectors of tokens, {@code [T, E]} in row-major order. */
  float[] vectors(int[] tokens) {
    try (Scope scope = device().scope()) {
      Tensor ids = scope.ints(tokens.length, 1);
      ids.write(tokens);
      return embedding
          .forward(Features.data(ids, null), ForwardContext.inference(scope))
          .output()
          .values()
          .floats();
    }
  }

  /** Runs all layers. */
  Layer.Pass forward(Features vectors, ForwardContext context) {
    return above.forward(vectors, context);
  }

  /** Runs the layers above a layer. */
  Features above(int layer, Features features, ForwardContext context) {
    Features output = features;
    for (Layer each : layers().subList(layer + 1, layers().size())) {
      output = each.forward(output, context).output();
    }
    return output;
  }

  /** The gradient with respect to the vectors. */
  static Tensor gradient(Layer.Pass pass, Tensor dLogits) {
    return Objects.requireNonNull(pass.backward(dLogits), "the vectors are differentiable");
  }

  @Override
  public void close() {
    above.close();
  }
}

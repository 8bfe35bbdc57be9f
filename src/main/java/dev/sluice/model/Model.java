package dev.sluice.model;

import static java.util.stream.Collectors.joining;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A stack of layers with its parameters on a device. The name of each parameter starts with the
 * name of its layer: {@code 0.embedding.weight}, {@code 1.recurrent.weight_ih_l0}, {@code
 * 3.dense.bias}.
 *
 * <p>Several threads may run inference at once, each with its own scope, as long as no thread
 * writes the parameters.
 */
public final class Model implements Layer, AutoCloseable {
  private final ModelSpec spec;
  private final Scope scope;
  private final List<Layer> layers;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private Model(ModelSpec spec, Scope scope, List<Layer> layers) {
    this.spec = spec;
    this.scope = scope;
    this.layers = Require.copyOf("layers", layers);
    for (Layer layer : layers) {
      layer.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    }
  }

  /**
   * Creates a model with random parameters.
   *
   * @param device device of the model; must stay open at least as long as the model
   * @param seed equal seeds give equal parameters
   * @return the model, owned by the caller
   * @throws IllegalArgumentException if there are no layers
   */
  public static Model create(ModelSpec spec, Device device, long seed) {
    Require.present("spec", spec);
    Require.present("device", device);
    if (spec.layers().isEmpty()) {
      throw new IllegalArgumentException("model: expected at least one layer, got none");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Layer> layers = new ArrayList<>();
    Scope scope = device.scope();
    try {
      for (int i = 0; i < spec.layers().size(); i++) {
        // Split, so that the parameters of a layer do not depend on the layers before it.
        LayerContext context = new LayerContext(scope, spec.nameOf(i) + ".", i, random.split());
        layers.add(spec.layers().get(i).create(context));
      }
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
    return new Model(spec, scope, layers);
  }

  /** The description of this model. */
  public ModelSpec spec() {
    return spec;
  }

  /** The device of the parameters. */
  public Device device() {
    return scope.device();
  }

  /** The layers, from the bottom. */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /**
   * The parameter with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "parameter: expected one of %s, got \"%s\"", parameters.keySet(), name));
    }
    return parameter;
  }

  /** The number of elements of all parameters. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(p -> p.value().shape().elements()).sum();
  }

  /**
   * Freezes every parameter whose name starts with the prefix, for example {@code "0.embedding"}.
   * The prefix {@code ""} freezes the whole model. Frozen parameters are not trained.
   *
   * @throws IllegalArgumentException if no name starts with the prefix
   */
  public void freeze(String prefix) {
    setTrainable(prefix, false);
  }

  /** Unfreezes every parameter whose name starts with the prefix. */
  public void unfreeze(String prefix) {
    setTrainable(prefix, true);
  }

  private void setTrainable(String prefix, boolean trainable) {
    Require.present("prefix", prefix);
    List<Parameter> meant =
        parameters.values().stream().filter(p -> p.name().startsWith(prefix)).toList();
    if (meant.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "prefix: expected the start of one of %s, got \"%s\"",
              parameters.keySet(),
              prefix));
    }
    meant.forEach(parameter -> parameter.setTrainable(trainable));
  }

  /** Sets all gradients to zero. */
  public void zeroGradients() {
    parameters.values().forEach(Parameter::zeroGradient);
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    Require.present("input", input);
    Require.present("context", context);
    List<Pass> passes = new ArrayList<>(layers.size());
    Features features = input;
    for (Layer layer : layers) {
      Pass pass = layer.forward(features, context);
      passes.add(pass);
      features = pass.output();
    }
    return new ModelPass(List.copyOf(passes));
  }

  /**
   * Computes the model's outputs for numeric sequences. These are logits if the loss applies
   * softmax or sigmoid. Several threads may call this at once.
   *
   * @param sequences batch first, {@code [N][T][F]}; each has at least one step; the lengths may
   *     differ; may be empty
   * @return {@code [N][outputs]}, in the order of the sequences
   * @throws IllegalArgumentException if the model takes tokens, or naming the first element that
   *     does not fit
   * @throws IllegalStateException if the model gives an output for each step: use {@link
   *     #predictSteps(float[][][])}
   */
  public float[][] predict(float[][][] sequences) {
    return Prediction.of(this, sequences).vectors();
  }

  /**
   * Computes the model's outputs for texts as tokens, like {@link #predict(float[][][])}.
   *
   * @param tokens {@code [N][T]}; each has at least one token; the lengths may differ; may be empty
   * @return {@code [N][outputs]}, in the order of the texts
   * @throws IllegalArgumentException if the model takes numeric sequences, a text is empty, or a
   *     token is not in the vocabulary
   * @throws IllegalStateException if the model gives an output for each step
   */
  public float[][] predict(int[][] tokens) {
    return Prediction.of(this, tokens).vectors();
  }

  /**
   * Computes the outputs for each step of numeric sequences, for a model without pooling.
   *
   * @param sequences {@code [N][T][F]} as for {@link #predict(float[][][])}
   * @return {@code [N][T][outputs]}, each row as long as its sequence
   * @throws IllegalStateException if the model gives one output per sequence: use {@link
   *     #predict(float[][][])}
   */
  public float[][][] predictSteps(float[][][] sequences) {
    return Prediction.of(this, sequences).steps();
  }

  /** Like {@link #predictSteps(float[][][])}, for texts as tokens {@code [N][T]}. */
  public float[][][] predictSteps(int[][] tokens) {
    return Prediction.of(this, tokens).steps();
  }

  /**
   * Creates a stream that runs the model in inference one step at a time.
   *
   * @param batch N, the number of rows of each step
   * @return owned by the caller, who closes it before the model
   * @throws IllegalArgumentException if a layer needs the whole sequence
   */
  public ModelStream stream(int batch) {
    return new ModelStream(this, batch);
  }

  /**
   * A stateful view of this model, for training on consecutive windows of long sequences.
   *
   * @param batch N, the number of rows of every window
   * @return owned by the caller, who closes it before the model
   * @throws IllegalArgumentException if a recurrent layer reads in reverse, or there is none
   */
  public StatefulModel stateful(int batch) {
    return new StatefulModel(this, batch);
  }

  /** A readable table of the layers, their output shapes and their numbers of parameters. */
  public String summary() {
    return ModelSummary.of(this);
  }

  /** Frees the parameters and plans. */
  @Override
  public void close() {
    scope.close();
  }

  /** One line that describes the model; works after {@link #close} too. */
  @Override
  public String toString() {
    String names =
        IntStream.range(0, spec.layers().size()).mapToObj(spec::nameOf).collect(joining(", "));
    return String.format(
        Locale.ROOT,
        "model from %s to %s: %s; %,d parameters on %s",
        spec.input(),
        spec.output(),
        names,
        parameterCount(),
        device().name());
  }
}

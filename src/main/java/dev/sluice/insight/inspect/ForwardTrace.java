package dev.sluice.insight.inspect;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Merge;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.layer.RecurrentStates;
import dev.sluice.layer.RecurrentTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A forward pass of one text through all layers above the embedding, in which recurrent layers keep
 * their gates and states. The scope of the pass owns all its tensors.
 */
final class ForwardTrace {
  private final VectorClassifier classifier;
  private final Scope scope;
  private final List<Layer.Pass> passes = new ArrayList<>();
  private final List<Stack> stacks = new ArrayList<>();
  private final Features input;

  /**
   * One recurrent layer of the model: a stack of cells.
   *
   * @param name name of the layer in the model
   * @param input {@code [T, 1, I]}
   * @param initial initial states of one row
   */
  record Stack(
      String name, Recurrent layer, Tensor input, RecurrentStates initial, RecurrentPass pass) {
    /** The parameters of the cell of one layer and direction, without learned initial states. */
    List<Parameter> cellParameters(int index) {
      RecurrentSpec spec = layer.spec();
      int directions = spec.directions().count();
      int learned =
          layer.parameters().size()
              - directions
                  * spec.cells().stream().mapToInt(cell -> cell.parameterShapes().size()).sum();
      int learnedEach = learned / (directions * spec.layers());
      int from = 0;
      for (int i = 0; i < index; i++) {
        from += spec.cells().get(i / directions).parameterShapes().size() + learnedEach;
      }
      int count = spec.cells().get(index / directions).parameterShapes().size();
      return layer.parameters().subList(from, from + count);
    }

    /** The input of one layer of a stack, {@code [T, I]}. */
    float[] input(int cell) {
      if (cell == 0) {
        return input.floats();
      }
      RecurrentSpec spec = layer.spec();
      RecurrentTrace trace = pass.trace();
      int directions = spec.directions().count();
      FeatureSlice below = trace.get((cell - 1) * directions).hidden();
      float[] x = below.tensor().floats();
      if (spec.merge() == Merge.SUMMED) {
        float[] reverse = trace.get((cell - 1) * directions + 1).hidden().tensor().floats();
        for (int i = 0; i < x.length; i++) {
          x[i] += reverse[i];
        }
      }
      return x;
    }
  }

  private ForwardTrace(VectorClassifier classifier, Features input, Scope scope) {
    this.classifier = classifier;
    this.scope = scope;
    this.input = input;
  }

  /**
   * Runs the pass.
   *
   * @param vectors {@code [T, E]}
   */
  static ForwardTrace of(VectorClassifier classifier, float[] vectors, Scope scope) {
    Tensor x = scope.floats(vectors.length / classifier.vectorSize(), 1, classifier.vectorSize());
    x.write(vectors);
    ForwardTrace trace = new ForwardTrace(classifier, Features.computed(x, null), scope);
    trace.run();
    return trace;
  }

  private void run() {
    ForwardContext context = ForwardContext.deterministic(scope);
    Features features = input;
    for (int i = 0; i < classifier.layers().size(); i++) {
      Layer layer = classifier.layers().get(i);
      Layer.Pass pass =
          layer instanceof Recurrent recurrent
              ? traced(classifier.nameOf(i), recurrent, features, context)
              : layer.forward(features, context);
      passes.add(pass);
      features = pass.output();
    }
  }

  private RecurrentPass traced(
      String name, Recurrent layer, Features features, ForwardContext context) {
    RecurrentStates initial = layer.initialStates(1, scope);
    RecurrentPass pass = layer.forwardTraced(features, initial, context);
    stacks.add(new Stack(name, layer, features.values(), initial, pass));
    return pass;
  }

  Scope scope() {
    return scope;
  }

  /** The recurrent layers of the model, from the bottom. */
  List<Stack> stacks() {
    return stacks;
  }

  /** The topmost recurrent layer, which the decision reads. */
  Stack top() {
    return stacks.get(stacks.size() - 1);
  }

  /** {@code [K]}. */
  double[] logits() {
    Tensor values = passes.get(passes.size() - 1).output().values();
    return IntegratedGradients.rows(values.floats(), classifier.classes())[0];
  }

  /** The input of the pooling, {@code [T, 1, F]}. */
  Tensor poolingInput() {
    int pooling = classifier.pooling();
    return (pooling == 0 ? input : passes.get(pooling - 1).output()).values();
  }

  /**
   * The gradient of the log odds of a class with respect to the output of the topmost recurrent
   * layer, row-major {@code [T, F]}. To call once.
   */
  float[] gradientOfTop(int predicted) {
    double[] ofLogits = LogOdds.gradient(logits(), predicted);
    float[] values = new float[ofLogits.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) ofLogits[k];
    }
    Tensor gradient = scope.floats(1, values.length);
    gradient.write(values);
    for (int i = passes.size() - 1; i > classifier.topRecurrent(); i--) {
      gradient = Objects.requireNonNull(passes.get(i).backward(gradient));
    }
    return gradient.floats();
  }
}

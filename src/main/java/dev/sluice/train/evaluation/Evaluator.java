package dev.sluice.train.evaluation;

import dev.sluice.cell.Activation;
import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SigmoidCrossEntropy;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.loss.Targets;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.LoaderChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Evaluates a model without changing it. A {@link dev.sluice.layer.Stateful} model carries its
 * states from batch to batch, starts from its initial states in each call, and needs a loader of
 * consecutive windows.
 */
public final class Evaluator {
  private final Device device;
  private final Layer model;
  private final Loss loss;

  /**
   * Creates an evaluator; model and loss stay owned by the caller.
   *
   * @throws IllegalArgumentException if the model has no parameters
   */
  public Evaluator(Layer model, Loss loss) {
    this.model = Objects.requireNonNull(model, "model");
    this.loss = Objects.requireNonNull(loss, "loss");
    if (model.parameters().isEmpty()) {
      throw new IllegalArgumentException("model: expected parameters, got none");
    }
    this.device = model.parameters().get(0).value().device();
  }

  /**
   * Computes loss and accuracy over the first epoch of a loader.
   *
   * @throws IllegalArgumentException if no target counts, or the model is stateful and the loader
   *     has no consecutive windows
   */
  public Evaluation evaluate(BatchLoader source) {
    double lossSum = 0;
    double weights = 0;
    long correct = 0;
    long counted = 0;
    try (BatchPredictor predictor = new BatchPredictor(model, source)) {
      for (int index = 0; index < source.batches(0); index++) {
        try (Scope scope = device.scope()) {
          Batch batch = source.load(0, index, scope);
          Tensor predictions = predictor.predict(batch, scope);
          float[] totals = loss.evaluate(predictions, batch.targets(), 1, scope).totals().floats();
          double weight = loss.weightOf(batch.targets());
          lossSum += totals[0] * weight;
          weights += weight;
          correct += (long) totals[1];
          counted += batch.targets().counted();
        }
      }
    }
    if (counted == 0 || weights == 0) {
      throw LoaderChecks.nothingCounted("source", source.batches(0));
    }
    return new Evaluation(lossSum / weights, correct, counted);
  }

  /**
   * Computes the class probabilities of every counted example of the first epoch of a loader, in
   * its order.
   *
   * @throws IllegalArgumentException if the loss is neither {@link SoftmaxCrossEntropy} nor {@link
   *     SigmoidCrossEntropy} with one column, or as for {@link #evaluate}
   */
  public Classification classify(BatchLoader source) {
    List<float[]> probabilities = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (BatchPredictor predictor = new BatchPredictor(model, source)) {
      for (int index = 0; index < source.batches(0); index++) {
        try (Scope scope = device.scope()) {
          Batch batch = source.load(0, index, scope);
          add(predictor.predict(batch, scope), batch.targets(), scope, probabilities, labels);
        }
      }
    }
    if (labels.isEmpty()) {
      throw LoaderChecks.nothingCounted("source", source.batches(0));
    }
    return new Classification(
        labels.stream().mapToInt(Integer::intValue).toArray(),
        probabilities.toArray(float[][]::new));
  }

  private void add(
      Tensor predictions,
      Targets targets,
      Scope scope,
      List<float[]> probabilities,
      List<Integer> labels) {
    if (loss instanceof SoftmaxCrossEntropy) {
      addClasses(predictions, targets, scope, probabilities, labels);
    } else if (loss instanceof SigmoidCrossEntropy && predictions.shape().columns() == 1) {
      addAnswers(predictions, targets, scope, probabilities, labels);
    } else {
      throw new IllegalArgumentException(
          "loss: expected softmax cross-entropy, or sigmoid cross-entropy of one column, got "
              + String.format(
                  Locale.ROOT, "%s of %s", loss.getClass().getSimpleName(), predictions.layout()));
    }
  }

  private static void addClasses(
      Tensor logits,
      Targets targets,
      Scope scope,
      List<float[]> probabilities,
      List<Integer> labels) {
    Tensor softmax = scope.floats(logits.shape());
    scope.device().losses().softmax(logits, softmax);
    float[] values = softmax.floats();
    int[] ids = targets.values().ints();
    int classes = logits.shape().columns();
    for (int row = 0; row < ids.length; row++) {
      if (ids[row] >= 0) {
        probabilities.add(Arrays.copyOfRange(values, row * classes, (row + 1) * classes));
        labels.add(ids[row]);
      }
    }
  }

  /** A single sigmoid output is the probability of class 1; class 0 has the rest. */
  private static void addAnswers(
      Tensor logits,
      Targets targets,
      Scope scope,
      List<float[]> probabilities,
      List<Integer> labels) {
    Tensor sigmoid = scope.floats(logits.shape());
    scope.device().elementwise().activate(Activation.sigmoid(), logits, sigmoid);
    float[] values = sigmoid.floats();
    float[] answers = targets.values().floats();
    int[] mask = targets.mask() == null ? null : targets.mask().ints();
    for (int row = 0; row < answers.length; row++) {
      if (mask == null || mask[row] != 0) {
        probabilities.add(new float[] {1 - values[row], values[row]});
        labels.add(answers[row] > 0.5f ? 1 : 0);
      }
    }
  }
}

package dev.sluice.loss;

import dev.sluice.argument.Require;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of {@code softmax(logits)} and class ids: {@code -log softmax(logits)[class]}. The
 * predictions are logits, {@code [N, C]} or, for a class per step, {@code [T, N, C]}. A prediction
 * is correct if the target class has the largest logit.
 *
 * <p>With class weights, each target is weighted by the weight of its class, and the mean divides
 * by the sum of these weights, as in PyTorch's {@code CrossEntropyLoss(weight=...)}. Correct
 * predictions are counted without weights. Immutable.
 */
public final class SoftmaxCrossEntropy implements Loss {
  private final Optional<float[]> classWeights;

  /** A loss without class weights. */
  public SoftmaxCrossEntropy() {
    this(Optional.empty());
  }

  private SoftmaxCrossEntropy(Optional<float[]> classWeights) {
    this.classWeights = classWeights;
  }

  /**
   * A loss with class weights, for example larger ones for rare classes.
   *
   * @param weights {@code [C]}, finite and at least 0, one of them above 0; copied
   * @throws IllegalArgumentException naming the first invalid weight
   */
  public static SoftmaxCrossEntropy withClassWeights(float... weights) {
    Require.present("weights", weights);
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      if (!(weights[c] >= 0 && Float.isFinite(weights[c]))) {
        throw new IllegalArgumentException(
            "weights[" + c + "]: expected a finite number of at least 0, got " + weights[c]);
      }
      sum += weights[c];
    }
    if (sum == 0) {
      throw new IllegalArgumentException(
          "weights: expected one above 0, got " + Arrays.toString(weights));
    }
    return new SoftmaxCrossEntropy(Optional.of(weights.clone()));
  }

  /**
   * Computes class weights for imbalanced data, {@code N / (C * count)}: with them each class
   * contributes equally to the loss.
   *
   * @param labels labels of the training targets, 0 to C-1; -1 is not counted
   * @return {@code [C]}
   * @throws IllegalArgumentException if a label is out of range, or a class has no label
   */
  public static float[] balancedWeights(int classes, int... labels) {
    Require.present("labels", labels);
    int[] counts = new int[classes];
    int counted = 0;
    for (int label : labels) {
      Require.between("labels", -1, classes - 1, label);
      if (label >= 0) {
        counts[label]++;
        counted++;
      }
    }
    float[] weights = new float[classes];
    for (int c = 0; c < classes; c++) {
      if (counts[c] == 0) {
        throw new IllegalArgumentException("labels: expected some of class " + c + ", got none");
      }
      weights[c] = (float) ((double) counted / ((double) classes * counts[c]));
    }
    return weights;
  }

  @Override
  public Optional<Tensor> probabilities(Tensor predictions, Scope scope) {
    Tensor probabilities = scope.floats(predictions.shape());
    scope.device().losses().softmax(predictions, probabilities);
    return Optional.of(probabilities);
  }

  @Override
  public Result evaluate(Tensor predictions, Targets targets, float weight, Scope scope) {
    targets.requireClassesFor(predictions);
    Tensor totals = scope.zeros(2);
    Tensor gradient = scope.floats(predictions.shape());
    scope
        .device()
        .losses()
        .softmaxCrossEntropy(
            predictions, targets.values(), weightsIn(scope), weight, gradient, totals);
    return new Result(totals, gradient);
  }

  /** Null without class weights. */
  private @Nullable Tensor weightsIn(Scope scope) {
    if (classWeights.isEmpty()) {
      return null;
    }
    Tensor tensor = scope.floats(classWeights.get().length);
    tensor.write(classWeights.get());
    return tensor;
  }

  @Override
  public double weightOf(Targets targets) {
    if (classWeights.isEmpty()) {
      return targets.counted();
    }
    ClassLabels labels = targets.labels();
    return (labels == null ? ClassLabels.of(targets.values().ints()) : labels)
        .sumOf(classWeights.get());
  }

  @Override
  public String description() {
    String name = getClass().getName();
    return classWeights.map(weights -> name + " weighted " + Arrays.toString(weights)).orElse(name);
  }

  @Override
  public boolean countsRightAnswers() {
    return true;
  }
}

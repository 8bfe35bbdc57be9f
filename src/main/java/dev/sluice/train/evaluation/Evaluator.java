package dev.sluice.train.evaluation;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.loss.Targets;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.LoaderChecks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
    this.model = Require.present("model", model);
    this.loss = Require.present("loss", loss);
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
   * @throws IllegalArgumentException if the loss gives no {@link Loss#probabilities}, or several
   *     for targets that are numbers, or as for {@link #evaluate}
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
    Tensor values =
        loss.probabilities(predictions, scope).orElseThrow(() -> notOfClasses(predictions));
    if (targets.values().dtype() == DType.INT32) {
      addClasses(values, targets, probabilities, labels);
    } else if (values.shape().columns() == 1) {
      addAnswers(values, targets, probabilities, labels);
    } else {
      throw notOfClasses(predictions);
    }
  }

  private IllegalArgumentException notOfClasses(Tensor predictions) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "loss: expected one that gives the probabilities of classes, or of one answer, got %s"
                + " of %s",
            loss.getClass().getSimpleName(),
            predictions.layout()));
  }

  private static void addClasses(
      Tensor softmax, Targets targets, List<float[]> probabilities, List<Integer> labels) {
    float[] values = softmax.floats();
    int[] ids = targets.values().ints();
    int classes = softmax.shape().columns();
    for (int row = 0; row < ids.length; row++) {
      if (ids[row] >= 0) {
        probabilities.add(Arrays.copyOfRange(values, row * classes, (row + 1) * classes));
        labels.add(ids[row]);
      }
    }
  }

  /** A yes-or-no question has the classes 0 and 1. */
  private static void addAnswers(
      Tensor sigmoid, Targets targets, List<float[]> probabilities, List<Integer> labels) {
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

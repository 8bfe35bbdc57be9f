package dev.sluice.train;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.TrainingLock;
import dev.sluice.train.batch.Batch;
import java.util.Arrays;
import java.util.List;

/**
 * One step of training: forward pass, loss, backward pass, clipping, update. {@link Trainer} calls
 * it in a loop; you may call it in a loop of your own. It owns nothing.
 *
 * <p>A step whose loss or gradients are NaN or infinite changes no weights: the device itself skips
 * the update. The host waits for the device only when it reads the metrics of a step.
 */
public final class TrainingStep {
  private final Layer model;
  private final Loss loss;
  private final Optimizer optimizer;
  private final Clipping clipping;
  private final long seed;

  /**
   * Creates a step of these parts, which stay owned by the caller.
   *
   * @param optimizer bound to the model's parameters
   * @param seed seed of dropout
   */
  public TrainingStep(Layer model, Loss loss, Optimizer optimizer, Clipping clipping, long seed) {
    this.model = Require.present("model", model);
    this.loss = Require.present("loss", loss);
    this.optimizer = Require.present("optimizer", optimizer);
    this.clipping = Require.present("clipping", clipping);
    this.seed = seed;
  }

  /**
   * Takes one step on several batches as if they were one batch: the gradient is that of the mean
   * loss over all targets. Each batch is weighted by {@link Loss#weightOf}.
   *
   * @param step from 0; with the seed it determines the dropout masks
   * @param learningRate learning rate of this step
   * @param batches at least one; they stay owned by the caller
   * @throws NonFiniteException if the loss or a gradient is NaN or infinite; the weights are then
   *     unchanged
   */
  @CanIgnoreReturnValue
  public StepMetrics run(long step, double learningRate, List<Batch> batches) {
    try (SubmittedStep submitted = submit(step, learningRate, batches)) {
      return submitted.metrics();
    }
  }

  /**
   * Submits the same step without waiting for the device. The host waits only for the steps whose
   * metrics it reads. A step that is skipped because it is not finite still counts as a step of the
   * optimizer.
   *
   * @return the step, owned by the caller
   * @throws IllegalStateException if another thread is training the model
   */
  public SubmittedStep submit(long step, double learningRate, List<Batch> batches) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("batches: expected at least one, got none");
    }
    try (TrainingLock exclusive = new TrainingLock(model.parameters())) {
      return submitAlone(step, learningRate, batches);
    }
  }

  private SubmittedStep submitAlone(long step, double learningRate, List<Batch> batches) {
    Device device = batches.get(0).input().values().device();
    double[] weights = batches.stream().mapToDouble(b -> loss.weightOf(b.targets())).toArray();
    long counted = batches.stream().mapToLong(batch -> batch.targets().counted()).sum();
    model.parameters().forEach(Parameter::zeroGradient);
    Tensor measured = device.allocate(DType.FLOAT32, Shape.of(SubmittedStep.MEASURED));
    try (Scope scope = device.scope()) {
      Tensor totals = scope.zeros(2);
      float[] shares = shares(weights);
      for (int i = 0; i < batches.size(); i++) {
        backward(batches.get(i), shares[i], step, i, totals);
      }
      Clipping.Clipped clipped = clipping.apply(optimizer.parameters(), scope);
      device.elementwise().copyColumns(totals, 0, measured, 0, 2);
      device.elementwise().copyColumns(clipped.norm(), 0, measured, 2, 1);
      device.updates().refuseUnlessFinite(measured, clipped.scale());
      optimizer.step(learningRate, clipped.scale());
    } catch (RuntimeException e) {
      measured.close();
      throw e;
    }
    return new SubmittedStep(
        new StepMetrics(
            step,
            Double.NaN,
            0,
            counted,
            Arrays.stream(weights).sum(),
            batches.stream().mapToLong(Batch::examples).sum(),
            batches.stream().mapToLong(Batch::tokens).sum(),
            Double.NaN,
            learningRate),
        measured,
        optimizer.parameters());
  }

  private void backward(Batch batch, float share, long step, int index, Tensor totals) {
    Device device = totals.device();
    try (Scope scope = device.scope()) {
      ForwardContext context = ForwardContext.training(scope, batchSeed(index), step);
      Layer.Pass pass = model.forward(batch.input(), context);
      Loss.Result result = loss.evaluate(pass.output().values(), batch.targets(), share, scope);
      pass.backward(result.gradient());
      device.elementwise().add(result.totals(), totals);
    }
  }

  /** Each batch of a step draws its own dropout masks. */
  private long batchSeed(int index) {
    return seed + index * 0x9E3779B97F4A7C15L;
  }

  private static float[] shares(double... weights) {
    if (weights.length == 1) {
      return new float[] {1};
    }
    double sum = Arrays.stream(weights).sum();
    float[] shares = new float[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = sum == 0 ? 0 : (float) (weights[i] / sum);
    }
    return shares;
  }
}

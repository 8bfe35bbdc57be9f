package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import java.util.List;
import java.util.Objects;

/**
 * One step of training: forward, loss, backward, clipping, update. {@link Trainer} is a loop around
 * it; a loop of one's own may use it as well. It owns nothing.
 *
 * <p>The host waits for the device once in a step, to read loss and gradient norm before they
 * change the weights.
 */
public final class TrainingStep {
  private final Layer model;
  private final Loss loss;
  private final Optimizer optimizer;
  private final Clipping clipping;
  private final long seed;

  /**
   * Puts the parts together.
   *
   * @param optimizer bound to the model's parameters
   * @param seed of dropout
   */
  public TrainingStep(Layer model, Loss loss, Optimizer optimizer, Clipping clipping, long seed) {
    this.model = Objects.requireNonNull(model, "model");
    this.loss = Objects.requireNonNull(loss, "loss");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.clipping = Objects.requireNonNull(clipping, "clipping");
    this.seed = seed;
  }

  /**
   * Takes one step on several batches as if they were one: each weighs as much as it has counted
   * targets, so that the gradient is that of the mean over all of them.
   *
   * @param step from 0; with the seed it determines the dropout
   * @param learningRate of this step
   * @param batches at least one; they stay the caller's
   * @throws NonFiniteException if the loss or a gradient is NaN or infinite; the weights are then
   *     unchanged
   */
  public StepFigures run(long step, double learningRate, List<Batch> batches) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("batches: expected at least one, got none");
    }
    Device device = batches.get(0).input().values().device();
    long counted = batches.stream().mapToLong(batch -> batch.targets().counted()).sum();
    model.parameters().forEach(Parameter::clearGradient);
    try (Scope scope = device.scope()) {
      Tensor totals = scope.zeros(2);
      for (int i = 0; i < batches.size(); i++) {
        float share = batches.size() == 1 ? 1 : share(batches.get(i), counted);
        backward(batches.get(i), share, step, i, totals);
      }
      Clipping.Clipped clipped = clipping.apply(optimizer.parameters(), scope);
      float[] read = read(totals, clipped.norm(), scope);
      requireFinite(step, read[0], read[2]);
      optimizer.step(learningRate, clipped.scale());
      return new StepFigures(
          step,
          read[0],
          (long) read[1],
          counted,
          batches.stream().mapToLong(Batch::examples).sum(),
          batches.stream().mapToLong(Batch::tokens).sum(),
          read[2],
          learningRate);
    }
  }

  private void backward(Batch batch, float share, long step, int index, Tensor totals) {
    Device device = totals.device();
    try (Scope scope = device.scope()) {
      ForwardContext context = ForwardContext.training(scope, batchSeed(index), step);
      Layer.Pass pass = model.forward(batch.input(), context);
      Loss.Result result = loss.measure(pass.output().values(), batch.targets(), share, scope);
      pass.backward(result.gradient());
      device.elementwise().add(result.totals(), totals);
    }
  }

  /** The batches of one step must not draw the same dropout masks. */
  private long batchSeed(int index) {
    return seed + index * 0x9E3779B97F4A7C15L;
  }

  private static float share(Batch batch, long counted) {
    return counted == 0 ? 0 : (float) batch.targets().counted() / counted;
  }

  /** Loss, right answers and norm in one crossing. */
  private static float[] read(Tensor totals, Tensor norm, Scope scope) {
    Tensor together = scope.floats(3);
    scope.device().elementwise().copyColumns(totals, 0, together, 0, 2);
    scope.device().elementwise().copyColumns(norm, 0, together, 2, 1);
    return together.floats();
  }

  private void requireFinite(long step, float loss, float norm) {
    if (!Float.isFinite(loss)) {
      throw new NonFiniteException(step, "loss", loss);
    }
    if (Float.isFinite(norm)) {
      return;
    }
    for (Parameter parameter : optimizer.parameters()) {
      if (parameter.trainable()) {
        requireFiniteGradient(step, parameter);
      }
    }
    throw new NonFiniteException(step, "norm of all gradients", norm);
  }

  private static void requireFiniteGradient(long step, Parameter parameter) {
    for (float value : parameter.gradient().floats()) {
      if (!Float.isFinite(value)) {
        throw new NonFiniteException(step, "gradient of " + parameter.name(), value);
      }
    }
  }
}

package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutSpec;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.layer.RecurrentStates;
import dev.sluice.loss.Loss;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.batch.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Measures the gradient of the loss with respect to the state of every timestep, by the engine's
 * own backward pass.
 *
 * <p>The recurrence runs as T passes of one step each. Each starts from the states at the end of
 * the pass before, so the gradient with respect to its initial states is dLoss/dh and dLoss/dc of
 * the step before. Nothing is truncated: the result is that of one pass over the whole sequence.
 * Between two passes the gradient is scaled by a power of two, which is exact and keeps it within
 * the range of {@code float32}, however far it vanishes or explodes.
 */
public final class StateGradientProbe {
  private final Model model;
  private final Loss loss;
  private final int place;
  private final Recurrent recurrent;
  private final Parameter weights;

  /**
   * A probe of a model, which stays owned by the caller.
   *
   * @param model one recurrent layer that reads forward, without zoneout; above it a pooling of the
   *     last step; no dropout
   * @throws IllegalArgumentException if the model has another form
   */
  public StateGradientProbe(Model model, Loss loss) {
    this.model = Require.present("model", model);
    this.loss = Require.present("loss", loss);
    this.place = place(model.spec());
    this.recurrent = (Recurrent) model.layers().get(place);
    this.weights = model.parameter(model.spec().nameOf(place) + ".weight_hh_l0");
  }

  /** The index of the recurrent layer. */
  private static int place(ModelSpec spec) {
    List<LayerSpec> layers = spec.layers();
    for (int i = 0; i + 1 < layers.size(); i++) {
      if (layers.get(i) instanceof RecurrentSpec layer
          && single(layer)
          && layers.get(i + 1) instanceof PoolingSpec pooling
          && pooling.poolings().equals(List.of(PoolingKind.LAST))
          && layers.stream().noneMatch(each -> each instanceof DropoutSpec)
          && layers.stream().filter(each -> each instanceof RecurrentSpec).count() == 1) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "model: expected one recurrent layer that reads forward, with a pooling LAST above it and"
            + " no dropout, got "
            + layers);
  }

  private static boolean single(RecurrentSpec layer) {
    return layer.layers() == 1
        && layer.directions() == DirectionMode.FORWARD
        && layer.recurrentDropout() == 0
        && !layer.cells().get(0).zoneout().acts();
  }

  /**
   * Measures a batch. The gradients of the model's parameters are overwritten.
   *
   * @param batch all sequences have the same number of steps
   */
  public StateGradients measure(Batch batch) {
    Require.present("batch", batch);
    if (batch.input().lengths() != null) {
      throw new IllegalArgumentException(
          "batch: expected sequences of one length, got different lengths");
    }
    try (Scope scope = model.device().scope()) {
      ForwardContext context = ForwardContext.training(scope, 0, 0);
      Features x = forward(model.layers().subList(0, place), batch.input(), context);
      List<RecurrentPass> steps = steps(x.values(), context);
      Features last = steps.get(steps.size() - 1).output();
      List<Layer.Pass> head = new ArrayList<>();
      Features top = last;
      for (Layer layer : model.layers().subList(place + 1, model.layers().size())) {
        head.add(layer.forward(top, context));
        top = head.get(head.size() - 1).output();
      }
      // With the weight N the gradient of row n is that of its own loss, not of the mean.
      int rows = batch.examples();
      Loss.Result result = loss.evaluate(top.values(), batch.targets(), rows, scope);
      Tensor dLast = result.gradient();
      for (int i = head.size() - 1; i >= 0; i--) {
        dLast = Objects.requireNonNull(head.get(i).backward(dLast));
      }
      return backward(steps, dLast, result.loss() / rows, rows, scope);
    }
  }

  private static Features forward(List<Layer> layers, Features input, ForwardContext context) {
    Features features = input;
    for (Layer layer : layers) {
      features = layer.forward(features, context).output();
    }
    return features;
  }

  /** The passes of one step each, in order. */
  private List<RecurrentPass> steps(Tensor x, ForwardContext context) {
    int timesteps = x.shape().size(0);
    int batch = x.shape().size(1);
    int features = x.shape().size(2);
    float[] values = x.floats();
    RecurrentStates state = recurrent.initialStates(batch, context.scope());
    List<RecurrentPass> steps = new ArrayList<>();
    for (int t = 0; t < timesteps; t++) {
      Tensor step = context.scope().floats(1, batch, features);
      step.write(Arrays.copyOfRange(values, t * batch * features, (t + 1) * batch * features));
      steps.add(recurrent.forward(Features.data(step, null), state, context));
      state = steps.get(t).finalStates();
    }
    return steps;
  }

  private StateGradients backward(
      List<RecurrentPass> steps, Tensor dLast, double meanLoss, int rows, Scope scope) {
    int timesteps = steps.size();
    boolean hasCell = recurrent.spec().cells().get(0).hasCellState();
    double[][] hidden = new double[timesteps][];
    double[][] cell = new double[hasCell ? timesteps : 0][];
    double[] added = new double[timesteps];
    double[] sum = new double[Math.toIntExact(weights.value().shape().elements())];
    ScaledState state = ScaledState.read(dLast, null, 0);
    for (int distance = 0; distance < timesteps; distance++) {
      hidden[distance] = state.norms(state.hidden(), rows);
      if (hasCell) {
        float[] dCell = state.cell();
        cell[distance] = dCell == null ? new double[rows] : state.norms(dCell, rows);
      }
      RecurrentPass step = steps.get(timesteps - 1 - distance);
      weights.zeroGradient();
      // Null: the inputs of the steps are data.
      Tensor unused = step.backward(null, state.place(rows, scope));
      added[distance] = add(weights.gradient().floats(), state.exponent(), rows, sum);
      RecurrentStates.State before = step.initialStateGradients().get(0);
      state =
          ScaledState.read(
              Objects.requireNonNull(before.hidden()), before.cell(), state.exponent());
    }
    return new StateGradients(
        hidden, cell, added, norm(sum), norm(doubles(weights.value().floats())), meanLoss);
  }

  /** Adds the gradient of one step, as that of the mean loss, to the sum; returns its norm. */
  private static double add(float[] gradient, int exponent, int rows, double[] sum) {
    double[] values = doubles(gradient);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i] / rows, exponent);
      sum[i] += values[i];
    }
    return norm(values);
  }

  private static double[] doubles(float[] values) {
    double[] wider = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wider[i] = values[i];
    }
    return wider;
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}

package dev.sluice.insight.gradient;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.Sgd;
import dev.sluice.train.NonFiniteException;
import dev.sluice.train.StepMetrics;
import dev.sluice.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes gradients explode, as in R. Pascanu, T. Mikolov and Y. Bengio, <em>On the difficulty of
 * training recurrent neural networks</em>, 2013: the recurrent weights of an RNN are scaled to a
 * spectral radius above 1.
 *
 * @param device device of the models
 * @param settings settings of the experiment
 */
record Explosion(Device device, GradientSettings settings) {
  /** The radii that are compared; PyTorch's initial weights have one of about 0.58. */
  static final List<Double> RADII = List.of(0.5, 1.0, 1.5, 2.0);

  /** The radius of the trainings. */
  static final double TRAINED_RADIUS = 1.5;

  /** The norm to which gradients are clipped. */
  static final double MAX_NORM = 1;

  private static final double LEARNING_RATE = 0.01;
  private static final String WEIGHTS = "0.recurrent.weight_hh_l0";

  private CellTraining training() {
    return new CellTraining(device, new AddingTask(settings), settings);
  }

  /** Measures a new model with this spectral radius. */
  ScaledMeasurement measure(double radius) {
    try (Model model = training().create(GradientCell.RNN)) {
      double factor = scale(model, radius);
      return new ScaledMeasurement(radius, factor, training().measure(model));
    }
  }

  /** Scales the recurrent weights to a spectral radius; returns the factor. */
  private double scale(Model model, double radius) {
    Tensor weights = model.parameter(WEIGHTS).value();
    float[] values = weights.floats();
    double factor = radius / SpectralRadius.of(values, settings.hiddenSize());
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) factor;
    }
    weights.write(values);
    return factor;
  }

  /** Trains a new model with {@link #TRAINED_RADIUS}. */
  ClippingRun train(Clipping clipping, Runnable onStep) {
    GradientTask task = training().task();
    List<ClippingRun.Step> steps = new ArrayList<>();
    try (Model model = training().create(GradientCell.RNN);
        Optimizer optimizer = Sgd.of(LEARNING_RATE).createFor(model.parameters())) {
      double unused = scale(model, TRAINED_RADIUS);
      TrainingStep step =
          new TrainingStep(model, task.loss(), optimizer, clipping, settings.seed());
      for (int k = 0; k < settings.clippingSteps(); k++) {
        List<float[]> before = values(model);
        try (Scope scope = device.scope()) {
          StepMetrics metrics = step.run(k, LEARNING_RATE, List.of(task.training(k, scope)));
          double update = distance(before, values(model)) / LEARNING_RATE;
          steps.add(new ClippingRun.Step(metrics.loss(), metrics.gradientNorm(), update));
        } catch (NonFiniteException e) {
          // The weights are no longer of use: the run has ended.
          break;
        }
        onStep.run();
      }
    }
    return new ClippingRun(clipping.limit(), steps);
  }

  private static List<float[]> values(Model model) {
    return model.parameters().stream().map(Parameter::value).map(Tensor::floats).toList();
  }

  private static double distance(List<float[]> before, List<float[]> after) {
    double sum = 0;
    for (int p = 0; p < before.size(); p++) {
      for (int i = 0; i < before.get(p).length; i++) {
        double change = (double) after.get(p)[i] - before.get(p)[i];
        sum += change * change;
      }
    }
    return Math.sqrt(sum);
  }
}

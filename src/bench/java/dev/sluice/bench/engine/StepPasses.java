package dev.sluice.bench.engine;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.loss.Targets;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.TrainingStep;
import dev.sluice.train.batch.Batch;
import java.util.List;
import java.util.Map;

/** Training steps of the sentiment model, all on one batch. No step waits for its loss. */
public final class StepPasses implements Engine.Prepared {
  private static final double LEARNING_RATE = 1e-3;
  private static final int CLASSES = 2;

  /** More than one step, so that the answer depends on gradients and updates too. */
  private static final int COMPARED_STEPS = 3;

  /**
   * The name of the answer that holds the drops of the losses: the loss of the first step minus
   * that of each later step. The losses of a model that does not learn are close to those of one
   * that does; their drops are not.
   */
  static final String DROP = "drop";

  private final DeviceHarness harness;
  private final Device device;
  private final Scope scope;
  private final TrainingStep step;
  private final List<Batch> batch;
  private long steps;

  StepPasses(DeviceHarness harness, Device device, BenchTask task) {
    this.harness = harness;
    this.device = device;
    scope = device.scope();
    try {
      Model model =
          scope.own(
              Model.create(
                  ModelSpec.embedding(BenchTask.VOCABULARY, task.inputSize())
                      .recurrent(SluiceEngine.layers(task))
                      .pooling(PoolingKind.LAST)
                      .dense(CLASSES),
                  device,
                  0));
      List<Parameter> parameters = model.parameters();
      for (int k = 0; k < parameters.size(); k++) {
        harness.fill(parameters.get(k).value(), k, 1 / Math.sqrt(task.hiddenSize()));
      }
      Optimizer adam = scope.own(Adam.of(1e-3).createFor(parameters));
      step = new TrainingStep(model, new SoftmaxCrossEntropy(), adam, Clipping.byGlobalNorm(1), 0);
      batch = List.of(batch(task));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private Batch batch(BenchTask task) {
    Tensor tokens = scope.ints(task.timesteps(), task.batch());
    tokens.write(task.tokens());
    Tensor lengths = null;
    if (task.lengths() != null) {
      lengths = scope.ints(task.batch());
      lengths.write(task.lengths());
    }
    return new Batch(
        Features.data(tokens, lengths),
        Targets.classes(scope, task.labels()),
        task.batch(),
        task.liveRows());
  }

  @Override
  public Map<String, float[]> answers() {
    return SluiceEngine.withRoom(
        () -> {
          double[] losses = new double[COMPARED_STEPS];
          for (int k = 0; k < COMPARED_STEPS; k++) {
            losses[k] = step.run(steps++, LEARNING_RATE, batch).loss();
          }
          return answers(losses);
        });
  }

  /** The answers of steps with these losses. */
  public static Map<String, float[]> answers(double... losses) {
    float[] rounded = new float[losses.length];
    float[] drop = new float[losses.length - 1];
    for (int k = 0; k < losses.length; k++) {
      rounded[k] = (float) losses[k];
      if (k > 0) {
        drop[k - 1] = (float) (losses[0] - losses[k]);
      }
    }
    return Map.of("losses", rounded, DROP, drop);
  }

  @Override
  public List<Double> time(TimedPass pass, int least, double seconds) {
    return SluiceEngine.withRoom(
        () ->
            harness.time(
                device, least, seconds, k -> step.submit(steps++, LEARNING_RATE, batch).close()));
  }

  @Override
  public void close() {
    scope.close();
  }
}

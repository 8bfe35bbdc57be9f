package dev.sluice.bench.compare;

import dev.sluice.bench.SharedValues;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Training steps of the sentiment model, all on the same batch. */
final class SluiceStep implements Engine.Prepared {
  private static final double LEARNING_RATE = 1e-3;

  /** More than one step, so that the answer depends on gradients and updates too. */
  private static final int COMPARED_STEPS = 3;

  private final Scope scope;
  private final Model model;
  private final Optimizer optimizer;
  private final TrainingStep step;
  private final Batch batch;
  private final double[] losses = new double[COMPARED_STEPS];
  private int steps;

  SluiceStep(Device device, Workload work) {
    scope = device.scope();
    model =
        scope.own(
            Model.create(
                ModelSpec.embedding(Workload.VOCABULARY, work.inputSize())
                    .recurrent(SluiceEngine.cell(work))
                    .pooling(PoolingKind.LAST)
                    .dense(2),
                device,
                0));
    List<Parameter> parameters = model.parameters();
    for (int number = 0; number < parameters.size(); number++) {
      Tensor value = parameters.get(number).value();
      int count = Math.toIntExact(value.shape().elements());
      value.write(SharedValues.of(number, count, 1 / Math.sqrt(work.hiddenSize())));
    }
    optimizer = scope.own(Adam.of(1e-3).createFor(parameters));
    step =
        new TrainingStep(model, new SoftmaxCrossEntropy(), optimizer, Clipping.byGlobalNorm(1), 0);
    batch = batch(work);
  }

  private Batch batch(Workload work) {
    Tensor tokens = scope.ints(work.timesteps(), work.batch());
    tokens.write(work.tokens());
    Tensor lengths = null;
    if (work.lengths() != null) {
      lengths = scope.ints(work.batch());
      lengths.write(work.lengths());
    }
    return new Batch(
        Features.data(tokens, lengths),
        Targets.classes(scope, work.labels()),
        work.batch(),
        work.liveSteps());
  }

  @Override
  public void pass() {
    double loss = step.run(steps, LEARNING_RATE, List.of(batch)).loss();
    if (steps < COMPARED_STEPS) {
      losses[steps] = loss;
    }
    steps++;
  }

  /** Runs those of the first steps that are missing. */
  @Override
  public Map<String, float[]> answers() {
    while (steps < COMPARED_STEPS) {
      pass();
    }
    Map<String, float[]> answers = new LinkedHashMap<>();
    float[] values = new float[COMPARED_STEPS];
    float[] changes = new float[COMPARED_STEPS - 1];
    for (int k = 0; k < COMPARED_STEPS; k++) {
      values[k] = (float) losses[k];
      if (k > 0) {
        changes[k - 1] = (float) (losses[k] - losses[k - 1]);
      }
    }
    answers.put("losses", values);
    answers.put("loss changes", changes);
    return answers;
  }

  @Override
  public void close() {
    scope.close();
  }
}

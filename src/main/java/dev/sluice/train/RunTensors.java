package dev.sluice.train;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Stateful;
import dev.sluice.optimizer.ExponentialMovingAverage;
import dev.sluice.optimizer.Optimizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a run: weights, optimizer states, averages, the states that a stateful model
 * carries from step to step, and the best weights so far.
 */
final class RunTensors implements AutoCloseable {
  private static final String BEST = "best/";

  private final List<Parameter> parameters;
  private final Optimizer optimizer;
  private final @Nullable ExponentialMovingAverage average;

  /** Null if the model is not stateful. */
  private final @Nullable Stateful stateful;

  /** Kept in host memory, which is cheaper; null if no weights are kept. */
  private @Nullable Map<String, SavedTensor> best;

  RunTensors(TrainerSettings trainer) {
    parameters = trainer.model.parameters();
    stateful = trainer.model instanceof Stateful carrying ? carrying : null;
    optimizer = trainer.optimizer.create(trainer.groups);
    try {
      average =
          trainer.averageDecay > 0
              ? new ExponentialMovingAverage(trained(optimizer), trainer.averageDecay)
              : null;
    } catch (RuntimeException e) {
      optimizer.close();
      throw e;
    }
  }

  /** Without frozen parameters: a running average would change their bits by rounding. */
  private static List<Parameter> trained(Optimizer optimizer) {
    return optimizer.parameters().stream().filter(Parameter::trainable).toList();
  }

  Optimizer optimizer() {
    return optimizer;
  }

  void updateAverage() {
    if (average != null) {
      average.update();
    }
  }

  /**
   * Replaces the weights by their averages until the result is closed.
   *
   * @return null if the run does not average weights
   */
  ExponentialMovingAverage.@Nullable Swapped swapInAverage() {
    return average == null ? null : average.swapIn();
  }

  /** Resets carried states: each epoch starts at the beginning of the sequences. */
  void beginEpoch() {
    if (stateful != null) {
      stateful.resetStates();
    }
  }

  /** Keeps a copy of the current weights as the best ones. */
  void keepBest() {
    best = new LinkedHashMap<>();
    parameters.forEach(
        parameter -> best.put(BEST + parameter.name(), SavedTensor.of(parameter.value())));
  }

  /**
   * Checks that every tensor of a checkpoint is finite.
   *
   * @param step the last step taken, from 0
   */
  void requireFinite(long step) {
    FiniteTensors.require(step, onDevice());
  }

  /**
   * Writes the resulting weights into the model: the best ones if kept, else the averages if there
   * are any, else the current ones.
   *
   * @param step the last step taken, from 0
   */
  void writeResult(long step) {
    Map<String, SavedTensor> kept = best;
    if (kept != null) {
      for (Parameter parameter : parameters) {
        SavedTensor saved = Objects.requireNonNull(kept.get(BEST + parameter.name()));
        saved.restore(parameter.name(), parameter.value());
      }
    } else if (average != null) {
      average.copyToWeights();
    }
    FiniteTensors.require(step, weights());
  }

  /** Copies all tensors of a checkpoint to the host; by part and name. */
  Map<String, SavedTensor> save() {
    Map<String, SavedTensor> saved = new LinkedHashMap<>();
    onDevice().forEach((name, tensor) -> saved.put(name, SavedTensor.of(tensor)));
    if (best != null) {
      saved.putAll(best);
    }
    return saved;
  }

  void restore(Path file, Checkpoint checkpoint) {
    Map<String, SavedTensor> saved = checkpoint.tensors();
    onDevice().forEach((name, tensor) -> require(file, saved, name, tensor).restore(name, tensor));
    if (checkpoint.state().bestEpoch() >= 0) {
      best = new LinkedHashMap<>();
      for (Parameter parameter : parameters) {
        String name = BEST + parameter.name();
        best.put(name, require(file, saved, name, parameter.value()));
      }
    }
    if (stateful != null) {
      stateful.carryOn();
    }
    optimizer.restore(checkpoint.steps());
    if (average != null) {
      average.restore(checkpoint.steps());
    }
  }

  private static SavedTensor require(
      Path file, Map<String, SavedTensor> saved, String name, Tensor like) {
    SavedTensor tensor = saved.get(name);
    if (tensor == null || !tensor.shape().equals(like.shape())) {
      throw new CheckpointException(
          file,
          String.format(
              Locale.ROOT,
              "tensor %s: expected shape %s, found %s",
              name,
              like.shape(),
              tensor == null ? "none" : tensor.shape()));
    }
    return tensor;
  }

  private Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    parameters.forEach(parameter -> weights.put("weights/" + parameter.name(), parameter.value()));
    return weights;
  }

  private Map<String, Tensor> onDevice() {
    Map<String, Tensor> tensors = weights();
    optimizer.state().forEach((name, tensor) -> tensors.put("optimizer/" + name, tensor));
    if (average != null) {
      average.state().forEach((name, tensor) -> tensors.put("average/" + name, tensor));
    }
    if (stateful != null) {
      stateful.carried().forEach((name, tensor) -> tensors.put("carried/" + name, tensor));
    }
    return tensors;
  }

  @Override
  public void close() {
    optimizer.close();
    if (average != null) {
      average.close();
    }
  }
}

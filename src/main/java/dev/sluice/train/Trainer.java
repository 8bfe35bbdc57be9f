package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.model.Model;
import dev.sluice.model.StatefulModel;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.OptimizerSpec;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.schedule.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: the training loop with its settings. A trainer is immutable: each method that
 * sets something returns a new trainer and leaves this one unchanged. It owns neither the model nor
 * the loaders, and may be used for several runs, but not for two runs of one model at once.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(model, loss)
 *         .withOptimizer(AdamW.of(6e-3))
 *         .withSchedule(Schedule.linearToZero())
 *         .withEpochs(3)
 *         .fit(training, validation);
 * }</pre>
 *
 * <p>After a run the model has the weights of the best epoch if early stopping is set. Otherwise it
 * has the averaged weights if an average is set, and else the weights of the last step.
 */
public final class Trainer {
  private final TrainerSettings settings;

  private Trainer(TrainerSettings settings) {
    this.settings = settings;
  }

  private Trainer(Layer model, String modelDescription, Loss loss) {
    this(new TrainerSettings(model, modelDescription, loss));
  }

  private Trainer with(Consumer<TrainerSettings> change) {
    TrainerSettings copy = settings.copy();
    change.accept(copy);
    return new Trainer(copy);
  }

  /**
   * A trainer of a custom layer, or of a stack of custom layers.
   *
   * @param description text that lists the layer's options; a resumed run must have the same
   */
  public static Trainer of(Layer model, String description, Loss loss) {
    return new Trainer(model, description, loss);
  }

  /** A trainer of a model. */
  public static Trainer of(Model model, Loss loss) {
    Require.present("model", model);
    return new Trainer(model, ModelDescription.of(model), loss);
  }

  /**
   * A trainer on consecutive windows of long sequences: the batches of an epoch are used in order,
   * and each starts from the states at the end of the batch before.
   */
  public static Trainer of(StatefulModel windows, Loss loss) {
    Require.present("windows", windows);
    return new Trainer(windows, ModelDescription.of(windows), loss);
  }

  /** Sets the optimizer; Adam by default. */
  public Trainer withOptimizer(OptimizerSpec spec) {
    Require.present("optimizer", spec);
    return with(copy -> copy.optimizer = spec);
  }

  /**
   * Sets groups of parameters that are trained differently; by default all parameters are trained
   * alike. A parameter that is in no group is not trained.
   *
   * @throws IllegalArgumentException if a parameter is not one of the model
   */
  public Trainer withParameterGroups(ParameterGroup... groups) {
    List<ParameterGroup> copied = List.of(groups);
    Set<Parameter> own = Set.copyOf(settings.model.parameters());
    for (ParameterGroup group : copied) {
      for (Parameter parameter : group.parameters()) {
        if (!own.contains(parameter)) {
          throw new IllegalArgumentException(
              "groups: expected parameters of the model, got another " + parameter);
        }
      }
    }
    return with(copy -> copy.groups = copied);
  }

  /** Sets the schedule that the optimizer's learning rate follows; constant by default. */
  public Trainer withSchedule(Schedule schedule) {
    Require.present("schedule", schedule);
    return with(copy -> copy.schedule = schedule);
  }

  /** Sets how gradients are clipped; not at all by default. */
  public Trainer withClipping(Clipping clipping) {
    Require.present("clipping", clipping);
    return with(copy -> copy.clipping = clipping);
  }

  /** Sets the number of epochs, at least 1; 1 by default. */
  public Trainer withEpochs(int epochs) {
    Require.atLeast("epochs", 1, epochs);
    return with(copy -> copy.epochs = epochs);
  }

  /**
   * Sets the seed of dropout and other random masks; 1 by default. The initial weights and the
   * order of the batches have seeds of their own.
   */
  public Trainer withSeed(long seed) {
    return with(copy -> copy.seed = seed);
  }

  /**
   * Sets the number of batches per step (gradient accumulation), at least 1; 1 by default. The
   * gradient is that of the mean loss over the targets of all batches of the step. The last step of
   * an epoch may have fewer batches.
   */
  public Trainer withGradientAccumulation(int batches) {
    Require.atLeast("accumulate", 1, batches);
    return with(copy -> copy.accumulate = batches);
  }

  /**
   * Keeps an exponential moving average of the weights. The averaged weights are validated, and are
   * the result of the run. At step t (from 1) the decay is {@code min(decay, (1 + t) / (10 + t))}.
   *
   * @param decay at least 0 and below 1; 0 for no average, which is the default
   */
  public Trainer withExponentialMovingAverage(double decay) {
    Require.fraction("decay", decay);
    return with(copy -> copy.averageDecay = decay);
  }

  /**
   * Sets when to end early and which epoch is the best; by default a run never ends early.
   *
   * @throws IllegalArgumentException if it monitors the accuracy and the loss counts no correct
   *     predictions
   */
  public Trainer withEarlyStopping(EarlyStopping stopping) {
    Require.present("stopping", stopping);
    EarlyStopping.requireMeasured("early stopping", stopping.metric(), settings.loss);
    return with(copy -> copy.earlyStopping = stopping);
  }

  /**
   * Lowers the schedule's learning rate when a metric stops improving; never by default.
   *
   * @throws IllegalArgumentException if it monitors the accuracy and the loss counts no correct
   *     predictions
   */
  public Trainer withReduceOnPlateau(ReduceOnPlateau plateau) {
    Require.present("plateau", plateau);
    EarlyStopping.requireMeasured("plateau", plateau.metric(), settings.loss);
    return with(copy -> copy.plateau = plateau);
  }

  /** Sets where and when to write checkpoints; none by default. */
  public Trainer withCheckpoints(CheckpointPolicy policy) {
    Require.present("policy", policy);
    return with(copy -> copy.checkpoints = policy);
  }

  /** Sets the origin that checkpoints record; by default what the trainer itself knows of it. */
  public Trainer withProvenance(Provenance provenance) {
    Require.present("provenance", provenance);
    return with(copy -> copy.provenance = provenance);
  }

  /**
   * Adds entries of your own to each checkpoint, such as a vocabulary: what is needed to use the
   * model of a run that was killed. {@link Checkpoint#metadata} returns them.
   */
  public Trainer withCheckpointMetadata(Map<String, String> metadata) {
    Map<String, String> kept = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    return with(copy -> copy.checkpointMetadata = kept);
  }

  /**
   * Sets a condition to stop. It is evaluated after each step, on the training thread. When it is
   * true the run writes its checkpoint, if checkpoints are set, and ends.
   */
  public Trainer withStopCondition(BooleanSupplier stopRequested) {
    Require.present("stopRequested", stopRequested);
    return with(copy -> copy.stopRequested = stopRequested);
  }

  /** Adds a listener. */
  public Trainer withListener(TrainingListener listener) {
    Require.present("listener", listener);
    List<TrainingListener> longer = new ArrayList<>(settings.listeners);
    longer.add(listener);
    return with(copy -> copy.listeners = List.copyOf(longer));
  }

  /**
   * Adds a function that is called with the metrics of each finished epoch, validation included.
   */
  public Trainer withEpochListener(Consumer<EpochMetrics> consumer) {
    Require.present("consumer", consumer);
    return withListener(
        new TrainingListener() {
          @Override
          public void onEpoch(EpochMetrics metrics) {
            consumer.accept(metrics);
          }
        });
  }

  /** Adds a function that is called with the metrics of each step. */
  public Trainer withStepListener(Consumer<StepMetrics> consumer) {
    Require.present("consumer", consumer);
    return withListener(
        new TrainingListener() {
          @Override
          public void onStep(StepMetrics metrics) {
            consumer.accept(metrics);
          }
        });
  }

  /**
   * Trains without validation.
   *
   * @throws IllegalStateException if early stopping or a plateau rule is set: they need validation
   * @throws IllegalArgumentException if the model is stateful and the loader has no consecutive
   *     windows, or if an epoch has no target that counts
   * @throws NonFiniteException if a loss, a gradient or a weight becomes NaN or infinite
   */
  public TrainingResult fit(BatchLoader training) {
    return fit(training, null);
  }

  /**
   * Trains, and evaluates on validation batches after each epoch.
   *
   * @param validation held-out batches, or null for none
   * @throws IllegalStateException if early stopping or a plateau rule is set and validation is null
   * @throws IllegalArgumentException if the model is stateful and a loader has no consecutive
   *     windows, or if an epoch or the validation has no target that counts
   * @throws NonFiniteException if a loss, a gradient or a weight becomes NaN or infinite
   */
  public TrainingResult fit(BatchLoader training, @Nullable BatchLoader validation) {
    try (TrainingRun run = new TrainingRun(settings, training, validation)) {
      return run.run();
    }
  }

  /**
   * Resumes from a checkpoint of a run without validation, see {@link #resume(Path, BatchLoader,
   * BatchLoader)}.
   */
  public TrainingResult resume(Path checkpoint, BatchLoader training) {
    return resume(checkpoint, training, null);
  }

  /**
   * Resumes from a checkpoint. The result has the same bits as a run that never stopped. The
   * model's weights are replaced by those of the checkpoint.
   *
   * <p>A run may resume for more epochs than it was started with, also after it has finished. From
   * then on its schedule is that of the longer run. A learning rate that depends on the total
   * number of steps, such as a linear decay to zero, is then higher again. With any other schedule
   * the bits are those of a run that had this many epochs from the start. A run that early stopping
   * has ended does not continue.
   *
   * @param checkpoint of a run with equal settings, except for the number of epochs, on equal
   *     batches
   * @param validation held-out batches, or null for none
   * @throws CheckpointException if the file is not a complete checkpoint, or is the checkpoint of
   *     another run: the message names everything that differs
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws NonFiniteException if a loss, a gradient or a weight becomes NaN or infinite
   */
  public TrainingResult resume(
      Path checkpoint, BatchLoader training, @Nullable BatchLoader validation) {
    try (TrainingRun run = new TrainingRun(settings, training, validation)) {
      run.restore(checkpoint);
      return run.run();
    }
  }

  TrainerSettings settings() {
    return settings;
  }
}

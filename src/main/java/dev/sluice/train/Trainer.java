package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.model.Model;
import dev.sluice.model.StatefulModel;
import dev.sluice.optimizer.Adam;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How a model is trained. A trainer is immutable: each method that sets something returns a new
 * trainer and leaves this one as it was. It owns neither the model nor the sources, and may be used
 * for several runs, one at a time for one model.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(model, loss)
 *         .withOptimizer(AdamW.defaults())
 *         .withSchedule(Schedule.linearToZero(6e-3))
 *         .withEpochs(3)
 *         .fit(training, validation);
 * }</pre>
 *
 * <p>After a run the model has, where early stopping is set, the weights of the best epoch so far;
 * else, where weights are averaged, their average; else those of the last step.
 */
public final class Trainer {
  private final Layer model;
  private final String modelDescription;
  private final Loss loss;
  // Set on a fresh copy only, before anyone else sees it.
  private OptimizerSpec optimizer = Adam.defaults();
  private List<ParameterGroup> groups;
  private Schedule schedule = Schedule.constant(1e-3);
  private Clipping clipping = Clipping.none();
  private int epochs = 1;
  private long seed = 1;
  private int accumulate = 1;
  private double weightAverage;
  private EarlyStopping earlyStopping;
  private ReduceOnPlateau plateau;
  private CheckpointPolicy checkpoints;
  private Provenance provenance;
  private Map<String, String> checkpointMetadata = Map.of();
  private BooleanSupplier stopRequested = () -> false;
  private List<TrainingListener> listeners = List.of();

  private Trainer(Layer model, String modelDescription, Loss loss) {
    this.model = Objects.requireNonNull(model, "model");
    this.modelDescription = Objects.requireNonNull(modelDescription, "modelDescription");
    this.loss = Objects.requireNonNull(loss, "loss");
    if (model.parameters().isEmpty()) {
      throw new IllegalArgumentException("model: expected parameters to train, got none");
    }
    this.groups = List.of(ParameterGroup.of(model.parameters()));
  }

  private Trainer with(Consumer<Trainer> change) {
    Trainer copy = new Trainer(model, modelDescription, loss);
    copy.optimizer = optimizer;
    copy.groups = groups;
    copy.schedule = schedule;
    copy.clipping = clipping;
    copy.epochs = epochs;
    copy.seed = seed;
    copy.accumulate = accumulate;
    copy.weightAverage = weightAverage;
    copy.earlyStopping = earlyStopping;
    copy.plateau = plateau;
    copy.checkpoints = checkpoints;
    copy.provenance = provenance;
    copy.checkpointMetadata = checkpointMetadata;
    copy.stopRequested = stopRequested;
    copy.listeners = listeners;
    change.accept(copy);
    return copy;
  }

  /**
   * A trainer of a layer, or a stack of layers, of one's own.
   *
   * @param description states the layer's options; a resumed run must have the same
   */
  public static Trainer of(Layer model, String description, Loss loss) {
    return new Trainer(model, description, loss);
  }

  /** A trainer of a model. */
  public static Trainer of(Model model, Loss loss) {
    return new Trainer(model, ModelDescription.of(model), loss);
  }

  /**
   * A trainer on consecutive windows of long sequences: the batches of an epoch in their order,
   * each going on from the one before.
   */
  public static Trainer of(StatefulModel windows, Loss loss) {
    return new Trainer(windows, ModelDescription.of(windows), loss);
  }

  /** The rule of the updates; Adam unless set. */
  public Trainer withOptimizer(OptimizerSpec spec) {
    Objects.requireNonNull(spec, "optimizer");
    return with(copy -> copy.optimizer = spec);
  }

  /**
   * Which parameters are trained how; all of them alike unless set. One of no group keeps its
   * weights.
   *
   * @throws IllegalArgumentException if a parameter is not the model's
   */
  public Trainer withParameterGroups(ParameterGroup... groups) {
    List<ParameterGroup> copied = List.of(groups);
    Set<Parameter> own = Set.copyOf(model.parameters());
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

  /** The learning rate; 0.001 unless set. */
  public Trainer withSchedule(Schedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    return with(copy -> copy.schedule = schedule);
  }

  /** How gradients are limited; not at all unless set. */
  public Trainer withClipping(Clipping clipping) {
    Objects.requireNonNull(clipping, "clipping");
    return with(copy -> copy.clipping = clipping);
  }

  /** Passes over the training batches, at least 1; 1 unless set. */
  public Trainer withEpochs(int epochs) {
    Require.atLeast("epochs", 1, epochs);
    return with(copy -> copy.epochs = epochs);
  }

  /**
   * Of dropout and other random masks; the model's weights and the order of the batches have seeds
   * of their own.
   */
  public Trainer withSeed(long seed) {
    return with(copy -> copy.seed = seed);
  }

  /**
   * Batches of one step, at least 1; 1 unless set. The step is that of the one large batch: each
   * counts by its targets. The last step of an epoch takes what is left.
   */
  public Trainer withGradientAccumulation(int batches) {
    Require.atLeast("accumulate", 1, batches);
    return with(copy -> copy.accumulate = batches);
  }

  /**
   * Keeps an exponential moving average of the weights, which is validated and becomes the result.
   * After step t (from 1) the decay is {@code min(decay, (1 + t) / (10 + t))}.
   *
   * @param decay 0 for no average, below 1
   */
  public Trainer withExponentialMovingAverage(double decay) {
    Require.fraction("decay", decay);
    return with(copy -> copy.weightAverage = decay);
  }

  /**
   * When to end early, and by what the best epoch is chosen; never unless set.
   *
   * @throws IllegalArgumentException if it compares accuracies and the loss counts no right answers
   */
  public Trainer withEarlyStopping(EarlyStopping stopping) {
    Objects.requireNonNull(stopping, "stopping");
    EarlyStopping.requireMeasured("early stopping", stopping.metric(), loss);
    return with(copy -> copy.earlyStopping = stopping);
  }

  /**
   * Lowers the schedule's learning rate when epochs no longer get better; never unless set.
   *
   * @throws IllegalArgumentException if it compares accuracies and the loss counts no right answers
   */
  public Trainer withReduceOnPlateau(ReduceOnPlateau plateau) {
    Objects.requireNonNull(plateau, "plateau");
    EarlyStopping.requireMeasured("plateau", plateau.metric(), loss);
    return with(copy -> copy.plateau = plateau);
  }

  /** Where and when to write checkpoints; never unless set. */
  public Trainer withCheckpoints(CheckpointPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return with(copy -> copy.checkpoints = policy);
  }

  /**
   * What checkpoints say about the run's origin; what the trainer itself knows of it unless set.
   */
  public Trainer withProvenance(Provenance provenance) {
    Objects.requireNonNull(provenance, "provenance");
    return with(copy -> copy.provenance = provenance);
  }

  /**
   * Entries of your own in each checkpoint, such as a vocabulary: what it takes to use the model of
   * a run that was killed. {@link Checkpoint#metadata} gives them back.
   */
  public Trainer withCheckpointMetadata(Map<String, String> metadata) {
    Map<String, String> kept = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    return with(copy -> copy.checkpointMetadata = kept);
  }

  /**
   * Asked after each step, on the training thread; once it says true the run writes its checkpoint,
   * if it has any, and ends.
   */
  public Trainer withStopCondition(BooleanSupplier stopRequested) {
    Objects.requireNonNull(stopRequested, "stopRequested");
    return with(copy -> copy.stopRequested = stopRequested);
  }

  /** Adds a listener. */
  public Trainer withListener(TrainingListener listener) {
    Objects.requireNonNull(listener, "listener");
    List<TrainingListener> longer = new ArrayList<>(listeners);
    longer.add(listener);
    return with(copy -> copy.listeners = List.copyOf(longer));
  }

  /** Tells these figures of each finished epoch, validation included; a listener as a lambda. */
  public Trainer withEpochListener(Consumer<EpochMetrics> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return withListener(
        new TrainingListener() {
          @Override
          public void onEpoch(EpochMetrics figures) {
            consumer.accept(figures);
          }
        });
  }

  /** Tells the figures of each step; a listener as a lambda. */
  public Trainer withStepListener(Consumer<StepMetrics> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return withListener(
        new TrainingListener() {
          @Override
          public void onStep(StepMetrics figures) {
            consumer.accept(figures);
          }
        });
  }

  /**
   * Trains without validation.
   *
   * @throws IllegalStateException if early stopping or a plateau is set, which need validation
   * @throws IllegalArgumentException if the model is stateful and the source has no consecutive
   *     windows, or no target of an epoch counts
   * @throws NonFiniteException if a loss, a gradient or a weight becomes NaN or infinite
   */
  public TrainingResult fit(BatchLoader training) {
    return fit(training, null);
  }

  /**
   * Trains, and measures on other batches after each epoch.
   *
   * @param validation or null for none
   * @throws IllegalStateException if early stopping or a plateau is set without validation
   * @throws IllegalArgumentException if the model is stateful and a source has no consecutive
   *     windows, or no target of an epoch or of the validation counts
   * @throws NonFiniteException if a loss, a gradient or a weight becomes NaN or infinite
   */
  public TrainingResult fit(BatchLoader training, BatchLoader validation) {
    try (TrainingRun run = new TrainingRun(this, training, validation)) {
      return run.run();
    }
  }

  /**
   * Goes on from a checkpoint of a run without validation, see {@link #resume(Path, BatchLoader,
   * BatchLoader)}.
   */
  public TrainingResult resume(Path checkpoint, BatchLoader training) {
    return resume(checkpoint, training, null);
  }

  /**
   * Goes on from a checkpoint, to the same bits as if the run had never stopped. The model's
   * weights are replaced by the checkpoint's.
   *
   * <p>A run may go on for more epochs than it was begun with, also once it is finished. Its
   * schedule is then that of the longer run from here on: a rate that depends on the total number
   * of steps, as on the way to zero, is higher again. Where it does not, the bits are those of a
   * run that had so many epochs from its start. A run that early stopping has ended stays at its
   * end.
   *
   * @param checkpoint of a run of an equal trainer, but for the epochs, on equal sources
   * @param validation or null for none
   * @throws CheckpointException if the file is no whole checkpoint, or one of another run: the
   *     message names all that differs
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws NonFiniteException if a loss, a gradient or a weight becomes NaN or infinite
   */
  public TrainingResult resume(Path checkpoint, BatchLoader training, BatchLoader validation) {
    try (TrainingRun run = new TrainingRun(this, training, validation)) {
      run.restore(checkpoint);
      return run.run();
    }
  }

  Layer model() {
    return model;
  }

  String modelDescription() {
    return modelDescription;
  }

  Loss loss() {
    return loss;
  }

  OptimizerSpec optimizer() {
    return optimizer;
  }

  List<ParameterGroup> groups() {
    return groups;
  }

  Schedule schedule() {
    return schedule;
  }

  Clipping clipping() {
    return clipping;
  }

  int epochs() {
    return epochs;
  }

  long seed() {
    return seed;
  }

  int accumulate() {
    return accumulate;
  }

  double averageDecay() {
    return weightAverage;
  }

  EarlyStopping earlyStopping() {
    return earlyStopping;
  }

  ReduceOnPlateau plateau() {
    return plateau;
  }

  Map<String, String> checkpointMetadata() {
    return checkpointMetadata;
  }

  CheckpointPolicy checkpoints() {
    return checkpoints;
  }

  Provenance provenance() {
    return provenance;
  }

  BooleanSupplier stopRequested() {
    return stopRequested;
  }

  List<TrainingListener> listeners() {
    return listeners;
  }
}

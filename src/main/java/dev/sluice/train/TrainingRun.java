package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.optimizer.ExponentialMovingAverage;
import dev.sluice.optimizer.TrainingLock;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.LoaderChecks;
import dev.sluice.train.evaluation.Evaluation;
import dev.sluice.train.evaluation.Evaluator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Trainer}, from its start or from a checkpoint. */
final class TrainingRun implements AutoCloseable {
  private final TrainerSettings trainer;
  private final BatchLoader training;
  private final @Nullable BatchLoader validation;
  private final Device device;
  private final TrainingLock exclusive;
  private final RunTensors tensors;
  private final TrainingStep step;
  private final MetricCollection monitored;
  private final long totalSteps;
  private final RunSettings settings;
  private Provenance provenance;
  private RunState state = RunState.start();

  /**
   * @param validation null for none
   */
  TrainingRun(TrainerSettings trainer, BatchLoader training, @Nullable BatchLoader validation) {
    this.monitored = new MetricCollection(trainer);
    if (!monitored.isEmpty() && validation == null) {
      throw new IllegalStateException(
          (trainer.earlyStopping != null ? "early stopping" : "plateau")
              + ": expected validation batches, got none");
    }
    this.trainer = trainer;
    this.training = training;
    this.validation = validation;
    this.device = trainer.model.parameters().get(0).value().device();
    LoaderChecks.requireWindowsFor(trainer.model, "training", training);
    if (validation != null) {
      LoaderChecks.requireWindowsFor(trainer.model, "validation", validation);
      LoaderChecks.requireCountedTargets("validation", validation, device);
    }
    this.totalSteps = totalSteps();
    this.settings = RunSettings.of(trainer, training, validation, device);
    this.provenance = trainer.provenance != null ? trainer.provenance : plainProvenance();
    this.exclusive = new TrainingLock(trainer.model.parameters());
    try {
      this.tensors = new RunTensors(trainer);
    } catch (RuntimeException e) {
      exclusive.close();
      throw e;
    }
    this.step =
        new TrainingStep(
            trainer.model, trainer.loss, tensors.optimizer(), trainer.clipping, trainer.seed);
  }

  void restore(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    settings.requireSame(file, checkpoint.settings());
    tensors.restore(file, checkpoint);
    state = checkpoint.state();
    provenance = checkpoint.provenance();
  }

  TrainingResult run() {
    tell(listener -> listener.onStart(trainer.epochs, totalSteps, state.step()));
    boolean interrupted = false;
    while (!interrupted && !finished()) {
      interrupted = !runEpoch();
    }
    tensors.writeResult(lastStep());
    TrainingResult result =
        new TrainingResult(
            state.history(), bestEpoch(), state.step(), interrupted, state.measures());
    tell(listener -> listener.onEnd(result));
    return result;
  }

  private OptionalInt bestEpoch() {
    return state.bestEpoch() < 0 ? OptionalInt.empty() : OptionalInt.of(state.bestEpoch());
  }

  private boolean finished() {
    return state.epoch() >= trainer.epochs || state.stoppedBy(trainer.earlyStopping);
  }

  /** Trains to the end of the epoch; false if the run was asked to stop. */
  private boolean runEpoch() {
    int batches = training.batches(state.epoch());
    if (state.batch() == 0) {
      tensors.beginEpoch();
    }
    tell(listener -> listener.onEpochStart(state.epoch(), state.sums().tokens()));
    while (state.batch() < batches) {
      takeStep(Math.min(trainer.accumulate, batches - state.batch()));
      boolean stop = trainer.stopRequested.getAsBoolean();
      if (stop || dueNow()) {
        writeCheckpoint();
      }
      if (stop) {
        return false;
      }
    }
    finishEpoch();
    return true;
  }

  private void takeStep(int batches) {
    long began = System.nanoTime();
    StepMetrics metrics;
    try (Scope scope = device.scope()) {
      List<Batch> loaded = new ArrayList<>(batches);
      for (int i = 0; i < batches; i++) {
        loaded.add(training.load(state.epoch(), state.batch() + i, scope));
      }
      double scheduled =
          trainer.schedule.rate(trainer.optimizer.learningRate(), state.step(), totalSteps);
      double rate = scheduled * plateauFactor();
      metrics = step.run(state.step(), rate, loaded);
      tensors.updateAverage();
    }
    state = state.afterStep(metrics, batches, (System.nanoTime() - began) / 1e9);
    tell(listener -> listener.onStep(metrics));
  }

  private double plateauFactor() {
    ReduceOnPlateau plateau = trainer.plateau;
    return plateau == null ? 1 : plateau.factorAfter(state.values(plateau.metric()));
  }

  private void finishEpoch() {
    if (state.sums().counted() == 0 || state.sums().weight() == 0) {
      throw LoaderChecks.nothingCounted("training", training.batches(state.epoch()));
    }
    tensors.requireFinite(lastStep());
    EpochMetrics metrics;
    Map<String, Double> measured;
    boolean best;
    try (ExponentialMovingAverage.Swapped averaged = tensors.swapInAverage()) {
      metrics = state.sums().metrics(state.epoch(), validate());
      measured = monitored.measure(lastStep(), metrics, trainer.model, validation);
      best = isBest(measured);
      if (best) {
        tensors.keepBest();
      }
    }
    Map<String, Double> custom = monitored.custom(measured);
    custom.forEach((name, value) -> tell(told -> told.onMetric(metrics.epoch(), name, value)));
    state = state.afterEpoch(metrics, custom, best);
    tell(listener -> listener.onEpoch(metrics));
    if (trainer.checkpoints != null && (trainer.checkpoints.everyEpoch() || finished())) {
      writeCheckpoint();
    }
  }

  private boolean isBest(Map<String, Double> measured) {
    EarlyStopping stopping = trainer.earlyStopping;
    return stopping != null
        && state.isNewBest(
            Objects.requireNonNull(measured.get(stopping.metric().name())), stopping);
  }

  private boolean dueNow() {
    return trainer.checkpoints != null && trainer.checkpoints.dueAfter(state.step());
  }

  private void writeCheckpoint() {
    if (trainer.checkpoints == null) {
      return;
    }
    tensors.requireFinite(lastStep());
    Path file = trainer.checkpoints.file();
    new Checkpoint(settings.texts(), provenance, trainer.checkpointMetadata, state, tensors.save())
        .write(file);
    tell(listener -> listener.onCheckpoint(file));
  }

  /** Null without validation. */
  private @Nullable Evaluation validate() {
    if (validation == null) {
      return null;
    }
    Evaluation evaluation = new Evaluator(trainer.model, trainer.loss).evaluate(validation);
    if (!Double.isFinite(evaluation.loss())) {
      throw new NonFiniteException(lastStep(), "validation loss", evaluation.loss());
    }
    return evaluation;
  }

  private long lastStep() {
    return state.step() - 1;
  }

  private long totalSteps() {
    long steps = 0;
    for (int epoch = 0; epoch < trainer.epochs; epoch++) {
      int batches = training.batches(epoch);
      if (batches < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "training batches of epoch %d: expected at least 1, got %d",
                epoch,
                batches));
      }
      // Division rounded up; the usual a + b - 1 would overflow if accumulate is very large.
      steps += (batches - 1) / trainer.accumulate + 1;
    }
    return steps;
  }

  private Provenance plainProvenance() {
    return new Provenance(
        Provenance.currentVersion(),
        "",
        training.fingerprint(),
        device.description(),
        0,
        trainer.seed,
        Instant.now());
  }

  private void tell(Consumer<TrainingListener> event) {
    trainer.listeners.forEach(event);
  }

  @Override
  public void close() {
    exclusive.close();
    tensors.close();
  }
}

package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.OptimizerSpec;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.train.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link Trainer}, with their defaults. The trainer changes a new copy only,
 * before anything else reads it. What they mean is said by the trainer's methods.
 */
final class TrainerSettings implements Cloneable {
  final Layer model;
  final String modelDescription;
  final Loss loss;
  OptimizerSpec optimizer = Adam.of(1e-3);
  List<ParameterGroup> groups;
  Schedule schedule = Schedule.constant();
  Clipping clipping = Clipping.none();
  int epochs = 1;
  long seed = 1;
  int accumulate = 1;

  /** 0 for no average. */
  double averageDecay;

  @Nullable EarlyStopping earlyStopping;
  @Nullable ReduceOnPlateau plateau;
  @Nullable CheckpointPolicy checkpoints;
  @Nullable Provenance provenance;
  Map<String, String> checkpointMetadata = Map.of();
  BooleanSupplier stopRequested = () -> false;
  List<TrainingListener> listeners = List.of();

  /**
   * The defaults.
   *
   * @throws IllegalArgumentException if the model has no parameters
   */
  TrainerSettings(Layer model, String modelDescription, Loss loss) {
    this.model = Require.present("model", model);
    this.modelDescription = Require.present("modelDescription", modelDescription);
    this.loss = Require.present("loss", loss);
    if (model.parameters().isEmpty()) {
      throw new IllegalArgumentException("model: expected parameters to train, got none");
    }
    this.groups = List.of(ParameterGroup.of(model.parameters()));
  }

  /** A copy of every field, also of one that is added later. */
  TrainerSettings copy() {
    try {
      return (TrainerSettings) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}

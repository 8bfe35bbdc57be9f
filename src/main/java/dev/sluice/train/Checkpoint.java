package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.model.Model;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The state of a training run, from which the run can be resumed: weights, optimizer states,
 * position, seeds and provenance. A resumed run gives the same bits as a run that never stopped.
 *
 * <p>A checkpoint is one safetensors file, see {@link CheckpointFormat}. It is written to a
 * temporary file in the same folder and then renamed, so a crash never leaves half a checkpoint.
 */
public final class Checkpoint {
  private final Map<String, String> settings;
  private final Provenance provenance;
  private final Map<String, String> metadata;
  private final RunState state;
  private final Map<String, SavedTensor> tensors;

  Checkpoint(
      Map<String, String> settings,
      Provenance provenance,
      Map<String, String> metadata,
      RunState state,
      Map<String, SavedTensor> tensors) {
    this.settings =
        Collections.unmodifiableMap(new LinkedHashMap<>(LegacySettings.converted(settings)));
    this.provenance = provenance;
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.state = state;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws CheckpointException if the file is truncated, no checkpoint, or of another version
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Checkpoint read(Path file) {
    Require.present("file", file);
    return CheckpointFormat.read(file);
  }

  /**
   * Whether a file says in its metadata that it is a checkpoint, of this version or of another.
   * False for a file that is not well-formed safetensors.
   *
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static boolean isCheckpoint(Path file) {
    Require.present("file", file);
    return CheckpointFormat.isCheckpoint(file);
  }

  void write(Path file) {
    CheckpointFormat.write(this, file);
  }

  /**
   * The settings of the run, by name. A run that resumes from this checkpoint must have the same.
   */
  public Map<String, String> settings() {
    return settings;
  }

  /** The origin of the run. */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * The entries that {@link Trainer#withCheckpointMetadata} was given, in the same order;
   * unmodifiable.
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The number of steps taken. */
  public long steps() {
    return state.step();
  }

  /** The number of finished epochs. */
  public int epochs() {
    return state.epoch();
  }

  /** The metrics of the finished epochs. */
  public List<EpochMetrics> history() {
    return state.history();
  }

  /** The finished epoch, from 0, whose weights early stopping keeps; empty if it keeps none. */
  public OptionalInt bestEpoch() {
    return state.bestEpoch() < 0 ? OptionalInt.empty() : OptionalInt.of(state.bestEpoch());
  }

  /**
   * Creates the model of the run, also of a run that was killed. The model has the weights of
   * {@link #bestEpoch} if early stopping keeps them. Otherwise it has the averaged weights if the
   * run averages weights, and else the weights of the last step.
   *
   * @return the model, owned by the caller
   * @throws IllegalStateException if the run trained a custom layer, which cannot be created from
   *     its description
   */
  public Model createModel(Device device) {
    Model model =
        Model.create(ModelDescription.spec(settings.getOrDefault("model", "")), device, 0);
    try {
      for (Parameter parameter : model.parameters()) {
        result(parameter.name()).restore(parameter.name(), parameter.value());
      }
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private SavedTensor result(String parameter) {
    SavedTensor kept =
        state.bestEpoch() >= 0
            ? tensors.get("best/" + parameter)
            : tensors.getOrDefault(
                "average/" + parameter + ".average", tensors.get("weights/" + parameter));
    if (kept == null) {
      throw new IllegalStateException(
          "checkpoint: expected weights of " + parameter + ", found none");
    }
    return kept;
  }

  RunState state() {
    return state;
  }

  /** The tensors by part and name: {@code weights/NAME}, {@code optimizer/NAME}, ... */
  Map<String, SavedTensor> tensors() {
    return tensors;
  }
}

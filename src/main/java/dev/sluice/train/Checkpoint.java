package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.model.Model;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Everything that a run needs to go on to the same bits. One safetensors file (see {@link
 * CheckpointFormat}), written beside and renamed: whatever happens, the file is a whole checkpoint.
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
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    this.provenance = provenance;
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.state = state;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws CheckpointException if it is truncated, foreign or of another version
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Checkpoint read(Path file) {
    return CheckpointFormat.read(file);
  }

  /**
   * Whether a file states that it is a checkpoint, of this version or another; not so a file that
   * is no whole safetensors.
   *
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static boolean isCheckpoint(Path file) {
    return CheckpointFormat.isStatedBy(file);
  }

  void write(Path file) {
    CheckpointFormat.write(this, file);
  }

  /** What a run must have in common with this one to go on; by name. */
  public Map<String, String> settings() {
    return settings;
  }

  /** Where the run comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** What {@link Trainer#withCheckpointMetadata} was given, in its order; unmodifiable. */
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

  /** The figures of the finished epochs. */
  public List<EpochMetrics> history() {
    return state.history();
  }

  /** The finished epoch whose weights early stopping keeps, from 0; else empty. */
  public OptionalInt bestEpoch() {
    return state.bestEpoch() < 0 ? OptionalInt.empty() : OptionalInt.of(state.bestEpoch());
  }

  /**
   * The model that the run had come to, of a killed run too: with the weights of {@link
   * #bestEpoch}, if early stopping keeps them; else with averaged weights, if the run averages;
   * else with those of the last step.
   *
   * @return the model, owned by the caller
   * @throws IllegalStateException if the run trained a layer of one's own, which only its maker can
   *     make
   */
  public Model createModel(Device device) {
    Model model = Model.create(ModelDescription.spec(settings.get("model")), device, 0);
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

  /** By part and name: {@code weights/NAME}, {@code optimizer/NAME}, ... */
  Map<String, SavedTensor> tensors() {
    return tensors;
  }

  /**
   * Checks that a run may go on from here: it has the same settings, or more epochs.
   *
   * @throws CheckpointException naming every setting that differs, with both values
   */
  void requireSettings(Path file, Map<String, String> current) {
    StringBuilder differences = new StringBuilder();
    current.forEach(
        (name, value) -> {
          String saved = settings.get(name);
          if (!value.equals(saved) && !isMoreEpochs(name, value, saved)) {
            differences.append(
                String.format(Locale.ROOT, "; %s: it has %s, this run %s", name, saved, value));
          }
        });
    settings.forEach(
        (name, saved) -> {
          if (!current.containsKey(name)) {
            differences.append(
                String.format(Locale.ROOT, "; %s: it has %s, this run none", name, saved));
          }
        });
    if (!differences.isEmpty()) {
      throw new CheckpointException(
          file, "expected one of a run with the same settings" + differences);
    }
  }

  private static boolean isMoreEpochs(String name, String current, String saved) {
    return name.equals(RunSettings.EPOCHS)
        && saved != null
        && Integer.parseInt(current) > Integer.parseInt(saved);
  }
}

package dev.sluice.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that a run needs to go on to the same bits. One safetensors file (see {@link
 * CheckpointFormat}), written beside and renamed: whatever happens, the file is a whole checkpoint.
 */
public final class Checkpoint {
  private final Map<String, String> settings;
  private final Provenance provenance;
  private final RunState state;
  private final Map<String, SavedTensor> tensors;

  Checkpoint(
      Map<String, String> settings,
      Provenance provenance,
      RunState state,
      Map<String, SavedTensor> tensors) {
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    this.provenance = provenance;
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

  /** The number of steps taken. */
  public long steps() {
    return state.step();
  }

  /** The number of finished epochs. */
  public int epochs() {
    return state.epoch();
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

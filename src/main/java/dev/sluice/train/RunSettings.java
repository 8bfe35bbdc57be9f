package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.record.HasDefaults;
import dev.sluice.record.RecordText;
import dev.sluice.train.batch.BatchLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All settings that determine the result of a run, by name. Two runs with equal settings give equal
 * bits. Checkpoints hold their texts.
 */
final class RunSettings {
  static final String OPTIMIZER = "optimizer";
  static final String SCHEDULE = "schedule";

  /** The number of epochs: the only setting that may be larger in a resumed run. */
  private static final String EPOCHS = "epochs";

  private final Map<String, Object> values;

  private RunSettings(Map<String, Object> values) {
    this.values = values;
  }

  static RunSettings of(
      TrainerSettings trainer,
      BatchLoader training,
      @Nullable BatchLoader validation,
      Device device) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", trainer.modelDescription);
    values.put("frozen", frozen(trainer));
    values.put("loss", trainer.loss.description());
    values.put(OPTIMIZER, trainer.optimizer);
    values.put("parameter groups", groups(trainer));
    values.put(SCHEDULE, trainer.schedule);
    values.put("clipping", trainer.clipping);
    values.put(EPOCHS, trainer.epochs);
    values.put("accumulate", trainer.accumulate);
    values.put("seed", trainer.seed);
    values.put("weight average", trainer.averageDecay);
    values.put("early stopping", trainer.earlyStopping == null ? "null" : trainer.earlyStopping);
    if (trainer.plateau != null) {
      // Only if set, since checkpoints of earlier versions do not have this setting.
      values.put("plateau", trainer.plateau);
    }
    values.put("training batches", training.fingerprint());
    values.put("validation batches", validation == null ? "none" : validation.fingerprint());
    values.put("device", device.description());
    return new RunSettings(values);
  }

  private static String frozen(TrainerSettings trainer) {
    return trainer.model.parameters().stream()
        .filter(parameter -> !parameter.trainable())
        .map(Parameter::name)
        .toList()
        .toString();
  }

  private static String groups(TrainerSettings trainer) {
    return trainer.groups.stream()
        .map(
            group ->
                String.format(
                    Locale.ROOT,
                    "%s: rate x %s, weight decay %s",
                    group.parameters(),
                    group.learningRateFactor(),
                    group.weightDecay() == null ? "of the optimizer" : group.weightDecay()))
        .collect(Collectors.joining("; "));
  }

  /** The settings as checkpoints hold them. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  /**
   * Checks that this run may resume from a checkpoint: the settings are equal, but there may be
   * more epochs. Options that did not exist when the checkpoint was written had their defaults.
   *
   * @param saved the settings of the checkpoint
   * @throws CheckpointException naming every setting that differs, with both values
   */
  void requireSame(Path file, Map<String, String> saved) {
    List<String> differences = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          String before = saved.get(name);
          if (before == null || !isSame(name, value, before)) {
            differences.add(
                String.format(
                    Locale.ROOT, "; %s: checkpoint has %s, this run has %s", name, before, value));
          }
        });
    saved.forEach(
        (name, before) -> {
          if (!values.containsKey(name)) {
            differences.add(
                String.format(
                    Locale.ROOT, "; %s: checkpoint has %s, this run has none", name, before));
          }
        });
    if (!differences.isEmpty()) {
      throw new CheckpointException(
          file,
          "expected a checkpoint of a run with the same settings" + String.join("", differences));
    }
  }

  private static boolean isSame(String name, Object value, String saved) {
    if (name.equals(EPOCHS)) {
      return (int) value >= Integer.parseInt(saved);
    }
    String complete =
        value instanceof HasDefaults present
            ? RecordText.completed(saved, present.defaults())
            : saved;
    return value.toString().equals(complete);
  }
}

package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.train.batch.BatchLoader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists all settings that determine the result of a run, by name. Two runs with equal settings give
 * equal bits.
 */
final class RunSettings {
  /** The number of epochs: the only setting that may be larger in a resumed run. */
  static final String EPOCHS = "epochs";

  private RunSettings() {}

  static Map<String, String> of(
      Trainer trainer, BatchLoader training, @Nullable BatchLoader validation, Device device) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", trainer.modelDescription());
    settings.put("frozen", frozen(trainer));
    settings.put("loss", trainer.loss().description());
    settings.put(ScheduleRates.OPTIMIZER, trainer.optimizer().toString());
    settings.put("parameter groups", groups(trainer));
    settings.put(ScheduleRates.SCHEDULE, trainer.schedule().toString());
    settings.put("clipping", trainer.clipping().toString());
    settings.put(EPOCHS, Integer.toString(trainer.epochs()));
    settings.put("accumulate", Integer.toString(trainer.accumulate()));
    settings.put("seed", Long.toString(trainer.seed()));
    settings.put("weight average", Double.toString(trainer.averageDecay()));
    settings.put("early stopping", String.valueOf(trainer.earlyStopping()));
    if (trainer.plateau() != null) {
      // Only if set, since checkpoints of earlier versions do not have this setting.
      settings.put("plateau", trainer.plateau().toString());
    }
    settings.put("training batches", training.fingerprint());
    settings.put("validation batches", validation == null ? "none" : validation.fingerprint());
    settings.put("device", device.description());
    return settings;
  }

  private static String frozen(Trainer trainer) {
    return trainer.model().parameters().stream()
        .filter(parameter -> !parameter.trainable())
        .map(Parameter::name)
        .toList()
        .toString();
  }

  private static String groups(Trainer trainer) {
    return trainer.groups().stream()
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
}

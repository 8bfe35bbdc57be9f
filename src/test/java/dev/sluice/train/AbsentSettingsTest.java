package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.AdamW;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Momentum;
import dev.sluice.optimizer.OptimizerSpec;
import dev.sluice.optimizer.RmsProp;
import dev.sluice.optimizer.Sgd;
import dev.sluice.record.HasDefaults;
import dev.sluice.record.RecordText;
import dev.sluice.train.schedule.Schedule;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the settings of a checkpoint mean that was written before an option existed. */
class AbsentSettingsTest {
  /** Every optimizer, schedule and rule, with other values than the defaults. */
  private static final List<Object> SETTINGS =
      List.of(
          new Sgd(0.3, 0.7),
          new Momentum(0.3, 0.7, true, 0.2),
          new RmsProp(0.3, 0.7, 0.1, 0.2),
          new Adam(0.3, 0.7, 0.6, 0.1, 0.2),
          new AdamW(0.3, 0.7, 0.6, 0.1, 0.2),
          Clipping.byValue(3),
          Schedule.constant(),
          Schedule.stepDecay(0.3, 7),
          Schedule.cosine(0.3),
          Schedule.linearToZero(),
          Schedule.cosine(0.3).withWarmUp(4),
          new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, 3, 0.2),
          new ReduceOnPlateau(EarlyStopping.Metric.VALIDATION_LOSS, 0.5, 3, 0.2, 4, 0.1));

  /** Components whose absence tells nothing: what an earlier version wrote always has them. */
  private static final Set<String> REQUIRED =
      Set.of(
          "Sgd learningRate",
          "Momentum learningRate",
          "RmsProp learningRate",
          "Adam learningRate",
          "AdamW learningRate",
          "Clipping kind",
          "Clipping limit",
          "StepDecay factor",
          "StepDecay every",
          "WarmUp steps",
          "EarlyStopping metric",
          "EarlyStopping patience",
          "ReduceOnPlateau metric",
          "ReduceOnPlateau factor",
          "ReduceOnPlateau patience");

  @Test
  void everyOptimizerIsTried() {
    assertEquals(
        Set.of(OptimizerSpec.class.getPermittedSubclasses()),
        SETTINGS.stream()
            .map(Object::getClass)
            .filter(OptimizerSpec.class::isAssignableFrom)
            .collect(Collectors.toSet()));
  }

  /** Also one that is yet to be added: the options are those that are written now. */
  @Test
  void anAbsentOptionHasItsDefault() {
    Set<String> required = new TreeSet<>();
    for (Object setting : SETTINGS) {
      Record defaults = ((HasDefaults) setting).defaults();
      for (RecordComponent component : setting.getClass().getRecordComponents()) {
        String text = without(component.getName(), setting.toString());
        assertNotEquals(setting.toString(), text);
        if (RecordText.completed(text, defaults).equals(setting.toString())) {
          required.add(setting.getClass().getSimpleName() + " " + component.getName());
        }
      }
    }
    assertEquals(new TreeSet<>(REQUIRED), required);
  }

  private static String without(String component, String text) {
    return text.replaceFirst(
            "(?<=\\[|, )" + Pattern.quote(component) + "=(\\w+\\[[^\\]]*]|[^,\\]]*)(, )?", "")
        .replace(", ]", "]");
  }
}

package dev.sluice.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts the settings of checkpoints of earlier versions, in which the learning rate belonged to
 * the schedule. In this version it belongs to the optimizer.
 */
final class ScheduleRates {
  static final String OPTIMIZER = "optimizer";
  static final String SCHEDULE = "schedule";

  private static final Pattern EARLIER =
      Pattern.compile(
          "(?<course>(?:WarmUp\\[steps=\\d+, then=)*"
              + "(?:Constant|StepDecay|Cosine|LinearToZero)\\[)rate=(?<rate>[^,\\]]+)(?:, )?"
              + "(?<rest>.*)");

  private static final Pattern RATE = Pattern.compile("(?<=\\[)learningRate=[^,\\]]+, ");

  private ScheduleRates() {}

  /** Moves the rate to the optimizer; settings of this version stay unchanged. */
  static Map<String, String> moved(Map<String, String> settings) {
    String optimizer = settings.get(OPTIMIZER);
    String schedule = settings.get(SCHEDULE);
    if (optimizer == null || schedule == null || hasRate(optimizer)) {
      return settings;
    }
    Matcher earlier = EARLIER.matcher(schedule);
    if (!earlier.matches()) {
      return settings;
    }
    Map<String, String> present = new LinkedHashMap<>(settings);
    String rate = "[learningRate=" + earlier.group("rate") + ", ";
    present.put(OPTIMIZER, optimizer.replaceFirst("\\[", Matcher.quoteReplacement(rate)));
    present.put(SCHEDULE, earlier.group("course") + earlier.group("rest"));
    return present;
  }

  /**
   * Whether two optimizers are equal except for the rate, which the saved one lacks: an earlier
   * version wrote it, with a custom schedule that gave the rates.
   */
  static boolean sameWithoutRate(String name, String current, @Nullable String saved) {
    return name.equals(OPTIMIZER)
        && saved != null
        && !hasRate(saved)
        && RATE.matcher(current).replaceFirst("").equals(saved);
  }

  private static boolean hasRate(String optimizer) {
    return RATE.matcher(optimizer).find();
  }
}

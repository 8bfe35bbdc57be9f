package dev.sluice.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of checkpoints that earlier versions wrote, whose schedules held the learning rate, as
 * the present ones: the optimizer holds it, and the schedule lies over it.
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

  /** The settings with the rate moved to the optimizer; those of this version as they are. */
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
   * Whether two optimizers are the same but for the rate, of which the saved one says nothing: an
   * earlier version wrote it, and a schedule of the user's own gave the rates.
   */
  static boolean sameWithoutRate(String name, String current, String saved) {
    return name.equals(OPTIMIZER)
        && saved != null
        && !hasRate(saved)
        && RATE.matcher(current).replaceFirst("").equals(saved);
  }

  private static boolean hasRate(String optimizer) {
    return RATE.matcher(optimizer).find();
  }
}

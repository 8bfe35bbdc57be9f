package dev.sluice.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts the settings of checkpoints of earlier versions, in which the learning rate belonged to
 * the schedule. In this version it belongs to the optimizer. If the schedule was a custom one, its
 * text does not say the rate; then the optimizer has none, and any rate is accepted.
 */
final class LegacySettings {
  private static final Pattern EARLIER =
      Pattern.compile(
          "(?<course>(?:WarmUp\\[steps=\\d+, then=)*"
              + "(?:Constant|StepDecay|Cosine|LinearToZero)\\[)rate=(?<rate>[^,\\]]+)(?:, )?"
              + "(?<rest>.*)");

  private static final Pattern RATE = Pattern.compile("(?<=\\[)learningRate=[^,\\]]+, ");

  private LegacySettings() {}

  /** The settings with the rate at the optimizer; those of this version stay unchanged. */
  static Map<String, String> converted(Map<String, String> settings) {
    String optimizer = settings.get(RunSettings.OPTIMIZER);
    String schedule = settings.get(RunSettings.SCHEDULE);
    if (optimizer == null || schedule == null || hasRate(optimizer)) {
      return settings;
    }
    Matcher earlier = EARLIER.matcher(schedule);
    if (!earlier.matches()) {
      return settings;
    }
    Map<String, String> present = new LinkedHashMap<>(settings);
    String rate = "[learningRate=" + earlier.group("rate") + ", ";
    present.put(
        RunSettings.OPTIMIZER, optimizer.replaceFirst("\\[", Matcher.quoteReplacement(rate)));
    present.put(RunSettings.SCHEDULE, earlier.group("course") + earlier.group("rest"));
    return present;
  }

  private static boolean hasRate(String optimizer) {
    return RATE.matcher(optimizer).find();
  }
}

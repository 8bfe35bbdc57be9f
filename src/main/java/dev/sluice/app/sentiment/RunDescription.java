package dev.sluice.app.sentiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run was asked for: enough to go on with it.
 *
 * @param settings what is learned, and how
 * @param data path of the user's own data; null for the IMDB reviews
 * @param device by name
 * @param threads that work
 */
record RunDescription(SentimentSettings settings, String data, String device, int threads) {

  /** Path of the user's own data; null for the IMDB reviews. */
  Path dataPath() {
    return data == null ? null : Path.of(data);
  }

  /**
   * Where another description says otherwise: {@code "hidden 32 (was 64)"} for each setting.
   *
   * @return empty if the two are equal
   */
  List<String> differencesIn(RunDescription other) {
    List<String> differences = new ArrayList<>();
    collect("", RunJson.tree(this), RunJson.tree(other), differences);
    return differences;
  }

  private static void collect(String name, JsonNode was, JsonNode is, List<String> differences) {
    if (was instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(field -> collect(field, was.get(field), is.get(field), differences));
    } else if (!was.equals(is)) {
      differences.add("%s %s (was %s)".formatted(name, is, was));
    }
  }
}

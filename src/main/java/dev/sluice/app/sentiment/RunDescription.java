package dev.sluice.app.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.app.run.ComputeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a run was asked for: enough to go on with it.
 *
 * @param settings what is learned, and how
 * @param data path of the user's own data; null for the IMDB reviews
 * @param format what was said of their form
 * @param compute on what
 */
record RunDescription(
    SentimentSettings settings, String data, DataFormat format, ComputeSettings compute) {
  /** Checks that nothing but the data is missing. */
  RunDescription {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(compute, "compute");
  }

  /**
   * Reads a description, of an earlier version too.
   *
   * @throws IllegalArgumentException if the file holds something else
   */
  static RunDescription read(Path file) {
    return RunJson.read(file, RunDescription.class, RunDescription::complete);
  }

  /** What a setting was before there was a choice. */
  private static void complete(ObjectNode run) {
    if (run.at("/settings/text") instanceof ObjectNode text) {
      addAbsent(text, "tokenizer", "standard-lowercase-1");
    }
    if (run.at("/settings/training") instanceof ObjectNode training) {
      addAbsent(training, "balance", false);
    }
    addAbsent(run, "format", DataFormat.unsaid());
  }

  private static void addAbsent(ObjectNode node, String name, Object value) {
    if (!node.has(name)) {
      node.set(name, RunJson.tree(value));
    }
  }

  /** The same with the name of the data alone, for files that others may see. */
  RunDescription withoutFolders() {
    Path path = dataPath();
    return path == null ? this : new RunDescription(settings, PathNames.of(path), format, compute);
  }

  /** Path of the user's own data; null for the IMDB reviews. */
  Path dataPath() {
    return data == null ? null : Path.of(data);
  }

  /**
   * Where another description says otherwise of what a run must keep: all but that it may have more
   * epochs, and that its data may have moved. Whether they are the same their hash tells.
   */
  List<String> changesIn(RunDescription other) {
    int epochs = settings.training().epochs();
    boolean more = other.settings.training().epochs() > epochs;
    SentimentSettings same =
        new SentimentSettings(
            other.settings.text(),
            other.settings.model(),
            more ? other.settings.training().withEpochs(epochs) : other.settings.training());
    boolean ownData = data != null && other.data != null;
    return differencesIn(
        new RunDescription(same, ownData ? data : other.data, other.format, other.compute));
  }

  /**
   * Where another description says otherwise: {@code "--hidden 32 (was 64)"} for each setting.
   *
   * @return empty if the two are equal
   */
  List<String> differencesIn(RunDescription other) {
    Map<String, String> ours = RunJson.rows(this);
    Map<String, String> theirs = RunJson.rows(other);
    Set<String> names = new LinkedHashSet<>(ours.keySet());
    names.addAll(theirs.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = ours.getOrDefault(name, "none");
      String is = theirs.getOrDefault(name, "none");
      if (!was.equals(is)) {
        differences.add(String.format(Locale.ROOT, "--%s %s (was %s)", name, is, was));
      }
    }
    return differences;
  }
}

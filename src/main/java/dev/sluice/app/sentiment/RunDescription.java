package dev.sluice.app.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.app.run.ComputeSettings;
import dev.sluice.app.sentiment.settings.SentimentSettings;
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
 * @param initFrom path of the model that it starts from; null for random weights
 * @param initFromSha256 of that model's file; null for random weights
 * @param compute on what
 */
record RunDescription(
    SentimentSettings settings,
    String data,
    DataFormat format,
    String initFrom,
    String initFromSha256,
    ComputeSettings compute) {
  /**
   * Checks that nothing but the data and the model to start from is missing.
   *
   * @throws java.nio.file.InvalidPathException if one of these two is no path
   */
  RunDescription {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(compute, "compute");
    requirePath(data);
    requirePath(initFrom);
  }

  private static void requirePath(String text) {
    if (text != null) {
      Path.of(text);
    }
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
    if (run.get("settings") instanceof ObjectNode settings) {
      completeSettings(settings);
    }
    addAbsent(run, "format", DataFormat.unsaid());
    addAbsent(run, "initFrom", null);
    addAbsent(run, "initFromSha256", null);
  }

  /** Likewise of the settings alone, as a model keeps them. */
  static void completeSettings(ObjectNode settings) {
    if (settings.get("text") instanceof ObjectNode text) {
      addAbsent(text, "tokenizer", "standard-lowercase-1");
    }
    if (settings.get("training") instanceof ObjectNode training) {
      addAbsent(training, "balance", false);
    }
  }

  private static void addAbsent(ObjectNode node, String name, Object value) {
    if (!node.has(name)) {
      node.set(name, RunJson.tree(value));
    }
  }

  /** The same with the names of its files alone, for files that others may see. */
  RunDescription withoutFolders() {
    return new RunDescription(
        settings, name(data), format, name(initFrom), initFromSha256, compute);
  }

  private static String name(String path) {
    return path == null ? null : PathNames.of(Path.of(path));
  }

  /** Path of the user's own data; null for the IMDB reviews. */
  Path dataPath() {
    return data == null ? null : Path.of(data);
  }

  /**
   * Where another description says otherwise of what a run must keep: all but that it may have more
   * epochs, and that files may have moved. Whether they are the same their hash tells.
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
        new RunDescription(
            same,
            ownData ? data : other.data,
            other.format,
            initFrom != null && other.initFrom != null ? initFrom : other.initFrom,
            other.initFromSha256,
            other.compute));
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

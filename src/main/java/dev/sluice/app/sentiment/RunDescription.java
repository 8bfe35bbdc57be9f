package dev.sluice.app.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.app.run.ComputeSettings;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.argument.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings, data and device of a run: everything that is needed to resume it.
 *
 * @param settings text, model and training settings
 * @param data path of the user's own data; null for the IMDB reviews
 * @param format format of the data, as the user specified it
 * @param initFrom path of the initial model; null for random weights
 * @param initFromSha256 hash of the initial model; null for random weights
 * @param compute device and threads
 */
record RunDescription(
    SentimentSettings settings,
    @Nullable String data,
    DataFormat format,
    @Nullable String initFrom,
    @Nullable String initFromSha256,
    ComputeSettings compute) {
  /**
   * Checks that only the data and the initial model are null.
   *
   * @throws java.nio.file.InvalidPathException if one of these two is not a valid path
   */
  RunDescription {
    Require.present("settings", settings);
    Require.present("format", format);
    Require.present("compute", compute);
    requirePath(data);
    requirePath(initFrom);
  }

  private static void requirePath(@Nullable String text) {
    if (text != null) {
      var unused = Path.of(text); // throws if it is none
    }
  }

  /**
   * Reads a description, also one that an earlier version wrote.
   *
   * @throws IllegalArgumentException if the file holds something else
   */
  static RunDescription read(Path file) {
    return RunJson.read(file, RunDescription.class, RunDescription::complete);
  }

  /** Adds the settings that did not exist in earlier versions. */
  private static void complete(ObjectNode run) {
    if (run.get("settings") instanceof ObjectNode settings) {
      completeSettings(settings);
    }
    addAbsent(run, "format", DataFormat.unspecified());
    addAbsent(run, "initFrom", null);
    addAbsent(run, "initFromSha256", null);
  }

  /** As {@link #complete}, for the settings that a model file holds. */
  static void completeSettings(ObjectNode settings) {
    if (settings.get("text") instanceof ObjectNode text) {
      addAbsent(text, "tokenizer", "standard-lowercase-1");
    }
    if (settings.get("training") instanceof ObjectNode training) {
      addAbsent(training, "balance", false);
    }
  }

  private static void addAbsent(ObjectNode node, String name, @Nullable Object value) {
    if (!node.has(name)) {
      node.set(name, RunJson.tree(value));
    }
  }

  /** A copy with file names instead of paths, for files that others may see. */
  RunDescription withoutFolders() {
    return new RunDescription(
        settings, name(data), format, name(initFrom), initFromSha256, compute);
  }

  private static @Nullable String name(@Nullable String path) {
    return path == null ? null : PathRedaction.of(Path.of(path));
  }

  /** Path of the user's own data; null for the IMDB reviews. */
  @Nullable Path dataPath() {
    return data == null ? null : Path.of(data);
  }

  /**
   * The differences to another description that prevent resuming the run. The other run may have
   * more epochs, and its files may have moved, because their hashes are compared instead.
   */
  List<String> conflictsWith(RunDescription other) {
    int epochs = settings.training().epochs();
    boolean more = other.settings.training().epochs() > epochs;
    SentimentSettings same =
        new SentimentSettings(
            other.settings.text(),
            other.settings.model(),
            more ? other.settings.training().withEpochs(epochs) : other.settings.training());
    boolean ownData = data != null && other.data != null;
    return differencesTo(
        new RunDescription(
            same,
            ownData ? data : other.data,
            other.format,
            initFrom != null && other.initFrom != null ? initFrom : other.initFrom,
            other.initFromSha256,
            other.compute));
  }

  /**
   * The differences to another description, such as {@code "--hidden 32 (was 64)"}.
   *
   * @return empty if the two are equal
   */
  List<String> differencesTo(RunDescription other) {
    Map<String, String> own = RunJson.rows(this);
    Map<String, String> theirs = RunJson.rows(other);
    Set<String> names = new LinkedHashSet<>(own.keySet());
    names.addAll(theirs.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = own.getOrDefault(name, "none");
      String is = theirs.getOrDefault(name, "none");
      if (!was.equals(is)) {
        differences.add(String.format(Locale.ROOT, "--%s %s (was %s)", name, is, was));
      }
    }
    return differences;
  }
}

package dev.sluice.app.sentiment;

import dev.sluice.app.launch.UserError;
import dev.sluice.app.sentiment.model.SentimentFormat;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.file.Sha256;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.model.ModelSpec;
import dev.sluice.train.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A saved model or a run's checkpoint from which a run takes its vocabulary and initial weights.
 *
 * @param path path of the file
 * @param sha256 hash of the file
 * @param weights creates the model on a device; the caller owns it
 * @param encoding text encoding of the model
 * @param settings settings with which it was trained
 */
record InitialModel(
    Path path,
    String sha256,
    Function<Device, Model> weights,
    TextEncoding encoding,
    SentimentSettings settings) {
  /** Metadata entry of models and checkpoints with their settings as a JSON object. */
  static final String SETTINGS_KEY = "settings";

  /** The options that determine the shapes of the weights. */
  private static final List<String> SHAPE_OPTIONS =
      List.of("cell", "article", "embedding", "hidden", "layers", "bidirectional", "pooling");

  /**
   * Reads a model or a checkpoint that {@code sentiment train} wrote.
   *
   * @throws IllegalArgumentException if the file is not such a model
   */
  static InitialModel read(Path path) {
    if (Checkpoint.isCheckpoint(path)) {
      Checkpoint checkpoint = Checkpoint.read(path);
      return of(path, SentimentFormat.metadata(path, checkpoint), checkpoint::createModel);
    }
    ModelFile file = ModelFile.read(path);
    SentimentFormat.requireFit(file.spec(), SentimentFormat.encoding(path, file.metadata()));
    return of(path, file.metadata(), file::load);
  }

  private static InitialModel of(
      Path path, Map<String, String> metadata, Function<Device, Model> weights) {
    TextEncoding encoding = SentimentFormat.encoding(path, metadata);
    String settings = metadata.get(SETTINGS_KEY);
    if (settings == null) {
      throw new IllegalArgumentException(
          path + ": expected a model with its training settings, got none");
    }
    try {
      return new InitialModel(
          path,
          Sha256.of(path),
          weights,
          encoding,
          RunJson.parse(path, settings, SentimentSettings.class, RunDescription::completeSettings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws UserError if a run with these settings has weights of other shapes or another
   *     vocabulary size
   */
  void requireFit(SentimentSettings run) {
    Map<String, String> saved = RunJson.rows(settings.model());
    Map<String, String> requested = RunJson.rows(run.model());
    for (String name : SHAPE_OPTIONS) {
      requireEqual(name, saved.get(name), requested.get(name));
    }
    requireEqual(
        "vocabulary",
        Integer.toString(settings.text().vocabulary()),
        Integer.toString(run.text().vocabulary()));
  }

  private static void requireEqual(
      String name, @Nullable String saved, @Nullable String requested) {
    if (!Objects.equals(saved, requested)) {
      throw new UserError(
          "--init-from: its model has --" + name + " " + saved + ", not " + requested);
    }
  }

  /**
   * Copies the weights into a new model: all of them, or all except those of the last layer if the
   * classes differ.
   *
   * @param texts the training texts
   * @return a description of what was copied, for people
   */
  String copyInto(SentimentModel target, EncodedTexts texts, Device device) {
    boolean sameClasses = target.encoding().classNames().equals(encoding.classNames());
    ModelSpec spec = target.model().spec();
    String last = spec.nameOf(spec.layers().size() - 1);
    try (Model source = weights.apply(device)) {
      List<Parameter> from = source.parameters();
      List<Parameter> to = target.model().parameters();
      for (int i = 0; i < to.size(); i++) {
        if (sameClasses || !to.get(i).name().startsWith(last + ".")) {
          to.get(i).value().write(from.get(i).value().floats());
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%s, sha256 %.12s: vocabulary of %,d, which covers %.1f%% of the training tokens; weights of %s",
        PathRedaction.of(path),
        sha256,
        encoding.vocabulary().size(),
        100 * knownShare(texts),
        sameClasses
            ? "all layers"
            : "the layers below "
                + last
                + ", which is initialized randomly because the classes differ; they were "
                + encoding.classNames().stream().limit(10).toList());
  }

  private static double knownShare(EncodedTexts texts) {
    long known = 0;
    long all = 0;
    for (int i = 0; i < texts.size(); i++) {
      for (int token : texts.tokens(i)) {
        known += token == Vocabulary.UNKNOWN ? 0 : 1;
        all++;
      }
    }
    return (double) known / all;
  }
}

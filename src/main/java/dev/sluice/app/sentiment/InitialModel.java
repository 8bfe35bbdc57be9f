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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A saved model whose vocabulary and weights a run starts from.
 *
 * @param path of its file
 * @param sha256 of the file
 * @param file as it was read
 * @param encoding of its texts
 * @param settings that it was trained with
 */
record InitialModel(
    Path path, String sha256, ModelFile file, TextEncoding encoding, SentimentSettings settings) {
  private static final String SETTINGS_KEY = "settings";

  /** The options that decide which weights there are. */
  private static final List<String> SHAPING =
      List.of("cell", "article", "embedding", "hidden", "layers", "bidirectional", "pooling");

  /**
   * Reads a model that {@code sentiment train} wrote.
   *
   * @throws IllegalArgumentException if the file is another one
   */
  static InitialModel read(Path path) {
    ModelFile file = ModelFile.read(path);
    TextEncoding encoding = SentimentFormat.encoding(path, file.metadata());
    SentimentFormat.requireFit(file.spec(), encoding);
    String settings = file.metadata().get(SETTINGS_KEY);
    if (settings == null) {
      throw new IllegalArgumentException(
          path + ": expected a model with the settings that it was trained with, got none");
    }
    try {
      return new InitialModel(
          path,
          Sha256.of(path),
          file,
          encoding,
          RunJson.parse(path, settings, SentimentSettings.class, RunDescription::completeSettings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws UserError if a run with these settings has other weights or another vocabulary
   */
  void requireFit(SentimentSettings run) {
    Map<String, String> own = RunJson.rows(settings.model());
    Map<String, String> asked = RunJson.rows(run.model());
    for (String name : SHAPING) {
      requireEqual(name, own.get(name), asked.get(name));
    }
    requireEqual(
        "vocabulary",
        Integer.toString(settings.text().vocabulary()),
        Integer.toString(run.text().vocabulary()));
  }

  private static void requireEqual(String name, String own, String asked) {
    if (!own.equals(asked)) {
      throw new UserError("--init-from: its model has --" + name + " " + own + ", not " + asked);
    }
  }

  /**
   * Gives a new model these weights: all, or where its classes are others, all but those of the
   * last layer.
   *
   * @param texts that it learns from
   * @return what was taken, for people
   */
  String copyInto(SentimentModel target, EncodedTexts texts, Device device) {
    boolean sameClasses = target.encoding().classNames().equals(encoding.classNames());
    ModelSpec spec = target.model().spec();
    String last = spec.nameOf(spec.layers().size() - 1);
    try (Model source = file.load(device)) {
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
        "%s, sha256 %.12s: its vocabulary of %,d, which holds %.1f%% of the training tokens, and %s",
        PathNames.of(path),
        sha256,
        encoding.vocabulary().size(),
        100 * knownShare(texts),
        sameClasses
            ? "all layers"
            : "the layers below "
                + last
                + ", which is drawn anew, as its classes were "
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

package dev.sluice.app.sentiment.model;

import dev.sluice.argument.Require;
import dev.sluice.data.EncodedTexts;
import dev.sluice.device.Device;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.train.Checkpoint;
import dev.sluice.train.batch.BatchLoader;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Classification;
import dev.sluice.train.evaluation.Evaluator;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A trained model that classifies texts.
 *
 * <pre>{@code
 * try (Device device = Devices.auto();
 *     SentimentModel model = SentimentModel.load(path, device)) {
 *   float[] probabilities = model.classify(List.of("A wonderful film.")).get(0);
 *   System.out.println(model.encoding().classNames().get(1) + " " + probabilities[1]);
 * }
 * }</pre>
 *
 * <p>Thread-safe until it is closed.
 */
public final class SentimentModel implements AutoCloseable {
  /** Batch size of classification, in texts. */
  public static final int BATCH = 64;

  private final Model model;
  private final TextEncoding encoding;
  private final Map<String, String> metadata;

  /**
   * Wraps a model. This object owns it from now on.
   *
   * @throws IllegalArgumentException if the model does not give one logit for each class name
   */
  public SentimentModel(Model model, TextEncoding encoding) {
    this(model, encoding, Map.of());
  }

  private SentimentModel(Model model, TextEncoding encoding, Map<String, String> metadata) {
    this.model = Require.present("model", model);
    this.encoding = Require.present("encoding", encoding);
    this.metadata = metadata;
    SentimentFormat.requireFit(model.spec(), encoding);
  }

  /**
   * Loads a model that {@link #save} wrote, or the current model of a training run from its
   * checkpoint.
   *
   * @param device device of the model; it must stay open as long as the model
   * @return the model, owned by the caller
   * @throws IllegalArgumentException if the file is not a sentiment model that this version can
   *     read
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static SentimentModel load(Path file, Device device) {
    if (Checkpoint.isCheckpoint(file)) {
      return ofCheckpoint(file, device);
    }
    ModelFile read = ModelFile.read(file);
    TextEncoding encoding = SentimentFormat.encoding(file, read.metadata());
    SentimentFormat.requireFit(read.spec(), encoding);
    return new SentimentModel(
        read.load(device), encoding, SentimentFormat.further(read.metadata()));
  }

  private static SentimentModel ofCheckpoint(Path file, Device device) {
    Checkpoint checkpoint = Checkpoint.read(file);
    Map<String, String> metadata = SentimentFormat.metadata(file, checkpoint);
    TextEncoding encoding = SentimentFormat.encoding(file, metadata);
    return new SentimentModel(
        checkpoint.createModel(device), encoding, SentimentFormat.further(metadata));
  }

  /**
   * Saves the model with its encoding. Replaces an existing file.
   *
   * @param further metadata, such as where the model comes from
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void save(Path file, Map<String, String> further) {
    ModelFile.save(file, model, SentimentFormat.metadata(encoding, further));
  }

  /** As {@link #save(Path, Map)}, to a channel. The channel stays open. */
  public void save(WritableByteChannel channel, Map<String, String> further) throws IOException {
    ModelFile.save(channel, model, SentimentFormat.metadata(encoding, further));
  }

  /** The text encoding and the class names. */
  public TextEncoding encoding() {
    return encoding;
  }

  /** The recurrent model. */
  public Model model() {
    return model;
  }

  /** The further metadata of the loaded file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The probability of each class, for each text in order.
   *
   * @param texts may be empty
   * @return the probabilities {@code [classes]} of each text
   * @throws IllegalArgumentException if a text is null; the message names the first one
   */
  public List<float[]> classify(List<String> texts) {
    Require.presentElements("texts", texts);
    if (texts.isEmpty()) {
      return List.of();
    }
    EncodedTexts encoded = encoding.encode(texts, new int[texts.size()], 1);
    TokenLoader batches = TokenLoader.sorted(encoded, BATCH);
    float[][] sorted = classify(batches).probabilities();
    float[][] answers = new float[texts.size()][];
    int next = 0;
    for (int batch = 0; batch < batches.batches(0); batch++) {
      for (int text : batches.texts(0, batch)) {
        answers[text] = sorted[next++];
      }
    }
    return Arrays.asList(answers);
  }

  /** Classifies labelled texts. The results have the order of the batches. */
  public Classification classify(BatchLoader batches) {
    return new Evaluator(model, new SoftmaxCrossEntropy()).classify(batches);
  }

  @Override
  public void close() {
    model.close();
  }
}

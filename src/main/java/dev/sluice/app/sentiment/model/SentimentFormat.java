package dev.sluice.app.sentiment.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import dev.sluice.layer.FeatureShape;
import dev.sluice.model.ModelFile;
import dev.sluice.model.ModelSpec;
import dev.sluice.train.Checkpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The metadata that a sentiment model adds to a {@link ModelFile}:
 *
 * <ul>
 *   <li>{@code task}: {@value #TASK};
 *   <li>{@code classes}: the class names in the order of the logits, a JSON array;
 *   <li>{@code tokenizer}: the tokenization scheme, {@link Tokenizer#scheme};
 *   <li>{@code tokens}: how many tokens at the end of a longer text are used;
 *   <li>{@code vocabulary}: the tokens by index, a JSON array;
 *   <li>further entries, for people: {@code settings}, {@code provenance}, {@code test}.
 * </ul>
 */
public final class SentimentFormat {
  private static final String TASK_KEY = "task";
  private static final String TASK = "sentiment";
  private static final String CLASSES_KEY = "classes";
  private static final String TOKENIZER_KEY = "tokenizer";
  private static final String TOKENS_KEY = "tokens";
  private static final String VOCABULARY_KEY = "vocabulary";
  private static final List<String> KEYS =
      List.of(TASK_KEY, CLASSES_KEY, TOKENIZER_KEY, TOKENS_KEY, VOCABULARY_KEY);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  private SentimentFormat() {}

  public static Map<String, String> metadata(TextEncoding encoding, Map<String, String> further) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(TASK_KEY, TASK);
    metadata.put(CLASSES_KEY, json(encoding.classNames()));
    metadata.put(TOKENIZER_KEY, encoding.tokenizer().scheme());
    metadata.put(TOKENS_KEY, Integer.toString(encoding.tokens()));
    metadata.put(VOCABULARY_KEY, json(encoding.vocabulary().tokens()));
    further.forEach(
        (key, value) -> {
          if (metadata.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("metadata: " + key + " is reserved by the format");
          }
        });
    return metadata;
  }

  static Map<String, String> further(Map<String, String> metadata) {
    Map<String, String> further = new LinkedHashMap<>(metadata);
    further.keySet().removeAll(KEYS);
    return further;
  }

  /**
   * Gives the metadata of a run's checkpoint.
   *
   * @throws IllegalArgumentException if an earlier version wrote it, without metadata
   */
  public static Map<String, String> metadata(Path file, Checkpoint checkpoint) {
    if (checkpoint.metadata().isEmpty()) {
      throw new IllegalArgumentException(
          file
              + ": expected a model, or a checkpoint with a vocabulary; checkpoints of earlier"
              + " versions of sentiment train have none");
    }
    return checkpoint.metadata();
  }

  /**
   * @throws IllegalArgumentException if the metadata is invalid; the message names the file, the
   *     expected and the actual value
   */
  public static TextEncoding encoding(Path file, Map<String, String> metadata) {
    require(file, metadata, TASK_KEY, TASK);
    try {
      return new TextEncoding(
          strings(metadata, CLASSES_KEY),
          Vocabulary.fromTokens(strings(metadata, VOCABULARY_KEY)),
          Tokenizer.ofScheme(present(metadata, TOKENIZER_KEY)),
          number(present(metadata, TOKENS_KEY)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws IllegalArgumentException if the model has another vocabulary size or another number of
   *     logits
   */
  public static void requireFit(ModelSpec model, TextEncoding encoding) {
    List<Integer> table = model.parameterShapes().get("0.embedding.weight");
    FeatureShape expected = FeatureShape.vector(encoding.classNames().size());
    if (table == null
        || table.get(0) != encoding.vocabulary().size()
        || !model.output().equals(expected)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model: expected an embedding of %d tokens first and an output %s, got %s first and %s",
              encoding.vocabulary().size(),
              expected,
              model.nameOf(0),
              model.output()));
    }
  }

  private static void require(
      Path file, Map<String, String> metadata, String key, String expected) {
    String found = metadata.get(key);
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a sentiment model with metadata %s \"%s\", got %s",
              file,
              key,
              expected,
              found == null ? "none" : "\"" + found + "\""));
    }
  }

  private static String present(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException("expected metadata " + key + ", got none");
    }
    return value;
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "metadata " + TOKENS_KEY + ": expected a number, got " + value, e);
    }
  }

  private static List<String> strings(Map<String, String> metadata, String key) {
    String json = present(metadata, key);
    try {
      List<String> strings = MAPPER.readValue(json, STRINGS);
      if (strings == null || strings.contains(null)) {
        throw new IllegalArgumentException(
            "metadata " + key + ": expected an array of strings, got null");
      }
      return strings;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("metadata " + key + ": expected an array of strings", e);
    }
  }

  private static String json(List<String> strings) {
    try {
      return MAPPER.writeValueAsString(strings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write strings as JSON", e);
    }
  }
}

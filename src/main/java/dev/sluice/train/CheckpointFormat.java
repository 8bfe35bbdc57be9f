package dev.sluice.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.device.Shape;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes checkpoints as safetensors files, version 2.
 *
 * <p>The tensors, all F32, are {@code weights/NAME} for each parameter and {@code optimizer/NAME}
 * for each state of the optimizer. If the run has them, there are also {@code average/NAME}, {@code
 * best/NAME} and {@code carried/NAME}.
 *
 * <p>The metadata are {@code format} ({@value #FORMAT}), {@code settings} and {@code provenance}
 * (JSON objects of strings) and {@code state} (a JSON object: position, running sums, history).
 * Every double is written with all its digits, so it is read back exactly.
 */
final class CheckpointFormat {
  private static final String MEASURES = "measures";
  private static final String FORMAT = "sluice-checkpoint-2";

  /** The start of {@code format} in every version. */
  private static final String FAMILY = "sluice-checkpoint-";

  private static final TypeReference<LinkedHashMap<String, String>> STRINGS =
      new TypeReference<>() {};
  private static final TypeReference<ObjectNode> OBJECT = new TypeReference<>() {};
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The key of the user's own entries, a JSON object; absent if there are none. */
  private static final String OWN = "metadata";

  private static final String WEIGHT = "weight";

  private CheckpointFormat() {}

  static void write(Checkpoint checkpoint, Path file) {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .withMetadata("format", FORMAT)
            .withMetadata("settings", json(checkpoint.settings()))
            .withMetadata("provenance", json(checkpoint.provenance().toMap()))
            .withMetadata("state", json(checkpoint.state()));
    if (!checkpoint.metadata().isEmpty()) {
      writer = writer.withMetadata(OWN, json(checkpoint.metadata()));
    }
    for (Map.Entry<String, SavedTensor> entry : checkpoint.tensors().entrySet()) {
      SavedTensor tensor = entry.getValue();
      writer = writer.withFloats(entry.getKey(), tensor.values(), longs(tensor.shape()));
    }
    writer.write(file);
  }

  static Checkpoint read(Path file) {
    try {
      SafetensorsFile source = SafetensorsFile.read(file);
      String format = source.metadata().get("format");
      if (!FORMAT.equals(format)) {
        throw new CheckpointException(
            file, "expected a checkpoint, " + FORMAT + ", found " + describe(format));
      }
      return new Checkpoint(
          settings(source, file),
          Provenance.fromMap(parsed(source, file, "provenance", STRINGS)),
          source.metadata().containsKey(OWN) ? parsed(source, file, OWN, STRINGS) : Map.of(),
          state(source, file),
          tensors(source));
    } catch (SafetensorsException e) {
      throw new CheckpointException(file, "expected whole safetensors: " + e.getMessage(), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(file, "expected " + FORMAT + ": " + e.getMessage(), e);
    }
  }

  static boolean isCheckpoint(Path file) {
    try {
      String format = SafetensorsFile.read(file).metadata().get("format");
      return format != null && format.startsWith(FAMILY);
    } catch (SafetensorsException e) {
      return false;
    }
  }

  /** Describes a file of another format, for messages. */
  private static String describe(@Nullable String format) {
    if (format == null) {
      return "safetensors without a format";
    }
    return format.startsWith(FAMILY)
        ? format + ", written by another version of Sluice"
        : "a file of another kind, " + format;
  }

  private static Map<String, String> settings(SafetensorsFile source, Path file) {
    Map<String, String> settings = parsed(source, file, "settings", STRINGS);
    settings.computeIfPresent("model", (name, stated) -> ModelDescription.current(stated));
    return settings;
  }

  private static RunState state(SafetensorsFile source, Path file) {
    ObjectNode state = parsed(source, file, "state", OBJECT);
    if (!state.has(MEASURES)) {
      // Checkpoints of earlier versions have no such field.
      state.putObject(MEASURES);
    }
    if (state.get("sums") instanceof ObjectNode sums && !sums.has(WEIGHT)) {
      // Earlier versions weighted each step by its number of counted targets.
      sums.set(WEIGHT, sums.get("counted"));
    }
    try {
      return JSON.treeToValue(state, RunState.class);
    } catch (JsonProcessingException e) {
      throw notJson(file, "state", e);
    }
  }

  private static CheckpointException notJson(Path file, String key, JsonProcessingException e) {
    return new CheckpointException(
        file,
        String.format(Locale.ROOT, "metadata %s: expected JSON: %s", key, e.getOriginalMessage()),
        e);
  }

  private static <T> T parsed(
      SafetensorsFile source, Path file, String key, TypeReference<T> type) {
    String text = source.metadata().get(key);
    if (text == null) {
      throw new CheckpointException(file, "expected metadata " + key + ", found none");
    }
    try {
      T value = JSON.readValue(text, type);
      if (value == null) {
        throw new CheckpointException(file, "metadata " + key + ": expected an object, found null");
      }
      if (value instanceof Map<?, ?> strings && strings.containsValue(null)) {
        throw new CheckpointException(file, "metadata " + key + ": expected strings, found null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw notJson(file, key, e);
    }
  }

  private static Map<String, SavedTensor> tensors(SafetensorsFile source) {
    Map<String, SavedTensor> tensors = new LinkedHashMap<>();
    for (String name : source.names()) {
      Shape shape = Shape.of(source.info(name).shape().stream().map(Math::toIntExact).toList());
      tensors.put(name, new SavedTensor(shape, source.floats(name)));
    }
    return tensors;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot state " + value + " as JSON", e);
    }
  }

  private static long[] longs(Shape shape) {
    long[] sizes = new long[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.size(i);
    }
    return sizes;
  }
}

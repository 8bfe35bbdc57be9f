package dev.sluice.model;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.safetensors.DataType;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.SafetensorsWriter;
import dev.sluice.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk, as one safetensors file.
 *
 * <ul>
 *   <li>Metadata {@code format} is {@value #FORMAT}. A file with another number has another format
 *       and is refused.
 *   <li>Metadata {@code model} is the description of the model as JSON, {@link ModelSpec#toJson}.
 *   <li>All other metadata belong to the program that saved the model, for example a vocabulary.
 *   <li>The tensors are the parameters, with their names and shapes, all F32.
 * </ul>
 */
public final class ModelFile {
  /** The value of the metadata {@code format}. */
  public static final String FORMAT = "sluice-model-2";

  /** The start of {@code format} in every version. */
  private static final String FAMILY = "sluice-model-";

  private static final String FORMAT_KEY = "format";
  private static final String MODEL_KEY = "model";

  private final Path path;
  private final SafetensorsFile file;
  private final ModelSpec spec;

  private ModelFile(Path path, SafetensorsFile file, ModelSpec spec) {
    this.path = path;
    this.file = file;
    this.spec = spec;
  }

  /** Saves a model without further metadata; see {@link #save(Path, Model, Map)}. */
  public static void save(Path path, Model model) {
    save(path, model, Map.of());
  }

  /**
   * Saves a model. The file is first written to a temporary file in the same folder and then
   * renamed. An existing file is replaced without asking; symbolic links and devices stay, see
   * {@link SafetensorsWriter#write(Path)}.
   *
   * @param metadata further entries; the keys {@code format} and {@code model} are reserved
   * @throws IllegalStateException if a parameter holds NaN or infinity; no file is written then
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void save(Path path, Model model, Map<String, String> metadata) {
    Require.present("path", path);
    contents(model, metadata).write(path);
  }

  /**
   * Like {@link #save(Path, Model, Map)}, but writes to a channel, which stays open.
   *
   * @throws IOException if the channel cannot be written
   */
  public static void save(WritableByteChannel channel, Model model, Map<String, String> metadata)
      throws IOException {
    contents(model, metadata).write(channel);
  }

  private static SafetensorsWriter contents(Model model, Map<String, String> metadata) {
    Require.present("model", model);
    Require.present("metadata", metadata);
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .withMetadata(FORMAT_KEY, FORMAT)
            .withMetadata(MODEL_KEY, model.spec().toJson())
            .withMetadata(metadata);
    for (Parameter parameter : model.parameters()) {
      int[] sizes = parameter.value().shape().sizes();
      long[] shape = new long[sizes.length];
      for (int i = 0; i < sizes.length; i++) {
        shape[i] = sizes[i];
      }
      writer = writer.withFloats(parameter.name(), parameter.finiteValues(), shape);
    }
    return writer;
  }

  /**
   * Reads the description and checks that the file has exactly its parameters.
   *
   * @throws ModelFileException if the file is not a model file of this version, its description is
   *     invalid, or a parameter is missing, unexpected, or of another shape or type
   * @throws dev.sluice.safetensors.SafetensorsException if the file is not well-formed safetensors
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static ModelFile read(Path path) {
    Require.present("path", path);
    SafetensorsFile file = SafetensorsFile.read(path);
    String format = file.metadata().get(FORMAT_KEY);
    if (!FORMAT.equals(format)) {
      throw new ModelFileException(
          path, "expected a model file, " + FORMAT + ", got " + describe(format));
    }
    ModelSpec spec = spec(path, file);
    Map<String, List<Integer>> shapes = spec.parameterShapes();
    requireNames(path, shapes.keySet(), file.names());
    shapes.forEach((name, shape) -> requireTensor(path, file.info(name), shape));
    return new ModelFile(path, file, spec);
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

  private static ModelSpec spec(Path path, SafetensorsFile file) {
    String json = file.metadata().get(MODEL_KEY);
    if (json == null) {
      throw new ModelFileException(path, "expected metadata \"model\", got none");
    }
    try {
      return ModelSpec.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(path, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireNames(Path path, Set<String> expected, Set<String> found) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    Set<String> unexpected = new TreeSet<>(found);
    unexpected.removeAll(expected);
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new ModelFileException(
          path,
          String.format(
              Locale.ROOT,
              "expected the parameters of its model; missing %s, unexpected %s",
              missing,
              unexpected));
    }
  }

  private static void requireTensor(Path path, TensorInfo info, List<Integer> shape) {
    List<Long> expected = shape.stream().map(Integer::longValue).toList();
    if (info.dtype() != DataType.F32 || !info.shape().equals(expected)) {
      throw new ModelFileException(
          path,
          String.format(
              Locale.ROOT,
              "%s: expected F32 %s, got %s %s",
              info.name(),
              expected,
              info.dtypeName(),
              info.shape()));
    }
  }

  /** The description of the model. */
  public ModelSpec spec() {
    return spec;
  }

  /** The metadata that {@link #save} was given, in the same order; unmodifiable. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.remove(FORMAT_KEY);
    metadata.remove(MODEL_KEY);
    return Collections.unmodifiableMap(metadata);
  }

  /**
   * Creates the model with the saved parameters.
   *
   * @return the model, owned by the caller
   * @throws ModelFileException if a parameter holds NaN or infinity
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public Model load(Device device) {
    Model model = Model.create(spec, device, 0);
    try {
      for (Parameter parameter : model.parameters()) {
        float[] values = file.floats(parameter.name());
        requireFinite(parameter.name(), values);
        parameter.value().write(values);
      }
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelFileException(
            path,
            String.format(
                Locale.ROOT, "%s: expected finite numbers, got %s at %d", name, values[i], i));
      }
    }
  }
}

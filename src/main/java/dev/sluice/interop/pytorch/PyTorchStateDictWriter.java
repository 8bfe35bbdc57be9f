package dev.sluice.interop.pytorch;

import dev.sluice.device.Parameter;
import dev.sluice.layer.Layer;
import dev.sluice.model.Model;
import dev.sluice.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A state dict to be written, for {@code load_state_dict(safetensors.torch.load_file(path))}.
 *
 * <p>Layers keep to the names of PyTorch's modules, as {@link PyTorchStateDict} says. PyTorch has
 * two biases or none: a recurrent layer with one bias per gate is written with a second one of
 * zeros, which computes the same.
 *
 * <p>Immutable: each method that adds something returns a new writer. The parameters' values are
 * those at the time of writing. What changes training only (dropout of any kind, truncated BPTT) is
 * no part of a state dict and does not hinder.
 */
public final class PyTorchStateDictWriter {
  private final List<TorchModule> modules;

  /** A state dict without tensors. */
  public PyTorchStateDictWriter() {
    this(List.of());
  }

  private PyTorchStateDictWriter(List<TorchModule> modules) {
    this.modules = modules;
  }

  /**
   * Adds a layer.
   *
   * @param prefix of its tensors' names, dot included: {@code "encoder.lstm."}; {@code ""} for none
   * @param layer a Recurrent, an Embedding or a Dense, whose activation is not part of a state dict
   * @throws IllegalArgumentException if it is another layer, or a recurrent one with an option that
   *     PyTorch's module lacks; the message names the option
   */
  public PyTorchStateDictWriter withLayer(String prefix, Layer layer) {
    return with(List.of(TorchModule.of(prefix, layer)));
  }

  /**
   * Adds the layers of a model.
   *
   * @param prefixes one for each layer that has parameters, from the bottom
   * @throws IllegalArgumentException as {@link #withLayer}, and if the number of prefixes differs
   */
  public PyTorchStateDictWriter withModel(Model model, String... prefixes) {
    return with(TorchModule.of(model, prefixes));
  }

  private PyTorchStateDictWriter with(List<TorchModule> further) {
    List<TorchModule> all = new ArrayList<>(modules);
    all.addAll(further);
    return new PyTorchStateDictWriter(List.copyOf(all));
  }

  /**
   * Writes the file, beside the target and renamed. A file at the target is replaced without
   * question; links and devices stay, see {@link SafetensorsWriter#write(Path)}.
   *
   * @param type of the numbers
   * @throws IllegalArgumentException if two tensors have one name
   * @throws IllegalStateException if a parameter holds NaN, infinity, or a number too large for the
   *     type
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path path, FloatType type) {
    // What safetensors.torch writes, and some readers ask for.
    SafetensorsWriter file = new SafetensorsWriter().withMetadata("format", "pt");
    for (TorchModule module : modules) {
      for (String name : module.shapes().keySet()) {
        long[] shape = module.shapes().get(name).stream().mapToLong(Integer::longValue).toArray();
        Parameter parameter = module.parameters().get(name);
        float[] values = parameter == null ? zeros(shape) : values(name, parameter, type);
        file = type.add(file, name, values, shape);
      }
    }
    file.write(path);
  }

  private static float[] zeros(long[] bias) {
    return new float[Math.toIntExact(bias[0])];
  }

  private static float[] values(String name, Parameter parameter, FloatType type) {
    float[] values = parameter.value().floats();
    for (int i = 0; i < values.length; i++) {
      if (!type.holds(values[i])) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s: expected finite numbers in %s, got %s at element %d",
                name,
                type,
                values[i],
                i));
      }
    }
    return values;
  }
}

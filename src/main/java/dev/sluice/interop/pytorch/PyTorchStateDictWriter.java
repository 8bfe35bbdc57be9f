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
 * Writes a state dict for {@code load_state_dict(safetensors.torch.load_file(path))}.
 *
 * <p>Tensors have the names of PyTorch's modules, see {@link PyTorchStateDict}. PyTorch has two
 * biases or none: a recurrent layer with one bias per gate is written with a second one of zeros,
 * which computes the same.
 *
 * <p>Immutable: each method that adds something returns a new writer. The values of the parameters
 * are read when the file is written. Options that affect only training (all kinds of dropout,
 * truncated BPTT) are not part of a state dict and are allowed.
 */
public final class PyTorchStateDictWriter {
  private final List<TorchModule> modules;

  /** Creates a writer without tensors. */
  public PyTorchStateDictWriter() {
    this(List.of());
  }

  private PyTorchStateDictWriter(List<TorchModule> modules) {
    this.modules = modules;
  }

  /**
   * Adds a layer.
   *
   * @param prefix prefix of the tensor names, including the dot, such as {@code "encoder.lstm."};
   *     {@code ""} for none
   * @param layer a Recurrent, Embedding or Dense layer; the activation of a Dense is not part of a
   *     state dict
   * @throws IllegalArgumentException if it is another kind of layer, or has an option that the
   *     PyTorch module lacks; the message names the option
   */
  public PyTorchStateDictWriter withLayer(String prefix, Layer layer) {
    return with(List.of(TorchModule.of(prefix, layer)));
  }

  /**
   * Adds the layers of a model.
   *
   * @param prefixes one for each layer with parameters, lowest layer first
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
   * Writes the file atomically: to a temporary file that is then renamed. Replaces an existing
   * file. Links and devices stay, see {@link SafetensorsWriter#write(Path)}.
   *
   * @param type number type of the file
   * @throws IllegalArgumentException if two tensors have the same name
   * @throws IllegalStateException if a parameter holds NaN, infinity, or a number too large for the
   *     type
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path path, FloatType type) {
    // safetensors.torch writes this entry, and some readers require it.
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

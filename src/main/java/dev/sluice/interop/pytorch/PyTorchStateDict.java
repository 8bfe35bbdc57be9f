package dev.sluice.interop.pytorch;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.Layer;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A state dict that PyTorch saved as safetensors: {@code
 * safetensors.torch.save_file(model.state_dict(), path)}.
 *
 * <table>
 *   <caption>Tensors of a module; each name starts with the prefix of the module</caption>
 *   <tr><th>module</th><th>layer</th><th>tensors</th></tr>
 *   <tr><td>{@code nn.RNN}, {@code nn.LSTM}, {@code nn.GRU}</td><td>Recurrent</td>
 *     <td>{@code weight_ih_l0 [G*H, I]}, {@code weight_hh_l0 [G*H, P]}, {@code bias_ih_l0 [G*H]},
 *     {@code bias_hh_l0 [G*H]}, {@code weight_hr_l0 [P, H]}; with the suffix {@code _reverse} for the reverse direction, and {@code _l1}, ... for higher layers. P is H without a projection.</td></tr>
 *   <tr><td>{@code nn.Embedding}</td><td>Embedding</td><td>{@code weight [V, E]}</td></tr>
 *   <tr><td>{@code nn.Linear}</td><td>Dense</td><td>{@code weight [O, F]}, {@code bias [O]}</td></tr>
 * </table>
 *
 * <p>Numbers are float32, float16 or bfloat16, which are read exactly, or float64, which is rounded
 * to float32. A state dict holds only numbers. The caller must know the nonlinearity of an {@code
 * nn.RNN}, dropout, the padding index of an embedding, and the operations between modules.
 *
 * <p>PyTorch has two biases or none. A recurrent layer with one bias per gate accepts a state dict
 * only if all values of the second bias are zero, as {@link PyTorchStateDictWriter} writes them.
 *
 * <p>Only the header is kept in memory, so the file must not change. Immutable. A state dict that
 * does not fit causes a {@link PyTorchStateDictException}, and no parameter is changed. Its message
 * names the file, the tensor, and the expected and actual value.
 */
public final class PyTorchStateDict {
  private final StateDictFile file;

  private PyTorchStateDict(StateDictFile file) {
    this.file = file;
  }

  /**
   * Reads the header of a file.
   *
   * @throws PyTorchStateDictException if it was written by {@code torch.save}
   * @throws dev.sluice.safetensors.SafetensorsException if it is not well-formed safetensors
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static PyTorchStateDict read(Path path) {
    Require.present("path", path);
    return new PyTorchStateDict(StateDictFile.read(path));
  }

  /** The names of all tensors; unmodifiable. */
  public Set<String> names() {
    return file.names();
  }

  /** The prefixes of the modules that have tensors, including the dot, in alphabetical order. */
  public Set<String> prefixes() {
    return file.prefixes();
  }

  /**
   * Derives the specification of the LSTM or GRU under a prefix from the shapes: sizes, layers,
   * directions, projection and biases.
   *
   * @param prefix prefix of the module, including the dot, such as {@code "encoder.lstm."}; {@code
   *     ""} for none
   * @return the specification, with full BPTT and without dropout
   * @throws PyTorchStateDictException if the tensors belong to an {@code nn.RNN}, whose
   *     nonlinearity is not in the file, or not to a recurrent module
   */
  public RecurrentSpec recurrentSpec(String prefix) {
    StackShapes shapes = new StackShapes(file, prefix);
    return shapes.spec(shapes.kind());
  }

  /**
   * Derives the specification of the recurrent module under a prefix.
   *
   * @param kind kind of the module
   * @throws PyTorchStateDictException if the tensors do not belong to such a module
   * @see #recurrentSpec(String)
   */
  public RecurrentSpec recurrentSpec(String prefix, PyTorchKind kind) {
    return new StackShapes(file, prefix).spec(kind);
  }

  /**
   * Derives the specification of the {@code nn.Embedding} under a prefix, without a padding token.
   *
   * @throws PyTorchStateDictException if the tensors do not belong to such a module
   */
  public EmbeddingSpec embeddingSpec(String prefix) {
    int[] sizes = file.sizes(prefix, "weight", 2);
    EmbeddingSpec spec = EmbeddingSpec.of(sizes[0], sizes[1]);
    file.require(prefix, TorchModule.shapes(prefix, spec));
    return spec;
  }

  /**
   * Derives the specification of the {@code nn.Linear} under a prefix, without an activation.
   *
   * @throws PyTorchStateDictException if the tensors do not belong to such a module
   */
  public DenseSpec denseSpec(String prefix) {
    int[] sizes = file.sizes(prefix, "weight", 2);
    DenseSpec spec = DenseSpec.of(sizes[1], sizes[0]).withBias(file.has(prefix + "bias"));
    file.require(prefix, TorchModule.shapes(prefix, spec));
    return spec;
  }

  /**
   * Loads the weights of a module into a layer.
   *
   * @param layer a Recurrent, an Embedding or a Dense
   * @param prefix prefix of the module, including the dot; all tensors with this prefix must belong
   *     to the layer
   * @throws IllegalArgumentException if no PyTorch module computes the same as the layer; the
   *     message names the option
   * @throws PyTorchStateDictException if a tensor is missing, unexpected, has another shape, does
   *     not hold floats, or holds NaN or infinity
   */
  public void loadInto(Layer layer, String prefix) {
    load(List.of(TorchModule.of(prefix, layer)));
  }

  /**
   * Loads the weights of the whole state dict into a model.
   *
   * @param prefixes prefixes of the modules, one for each layer with parameters, lowest layer first
   * @throws IllegalArgumentException as {@link #loadInto}, and if the number of prefixes differs
   * @throws PyTorchStateDictException as {@link #loadInto}, and if a tensor does not belong to a
   *     layer
   */
  public void loadAllInto(Model model, String... prefixes) {
    List<TorchModule> modules = TorchModule.of(model, prefixes);
    Set<String> expected = new LinkedHashSet<>();
    modules.forEach(module -> expected.addAll(module.shapes().keySet()));
    file.requireNames("the model", expected, names());
    load(modules);
  }

  /** Reads and checks all tensors before it changes a parameter. */
  private void load(List<TorchModule> modules) {
    modules.forEach(module -> file.require(module.prefix(), module.shapes()));
    Map<Parameter, float[]> loaded = new LinkedHashMap<>();
    for (TorchModule module : modules) {
      for (String name : module.shapes().keySet()) {
        float[] values = file.values(name);
        Parameter parameter = module.parameters().get(name);
        if (parameter == null) {
          requireZero(name, values);
        } else {
          loaded.put(parameter, values);
        }
      }
    }
    loaded.forEach((parameter, values) -> parameter.value().write(values));
  }

  private void requireZero(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        throw file.failure(
            name,
            String.format(
                Locale.ROOT,
                "zeros, because the layer has one bias per gate, %s (Biases.DOUBLE has two)",
                name.replace("bias_hh", "bias_ih")),
            values[i] + " at element " + i);
      }
    }
  }
}

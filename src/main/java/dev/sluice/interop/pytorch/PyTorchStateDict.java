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
 *   <caption>Tensors of a module; each name has the module's prefix before it</caption>
 *   <tr><th>module</th><th>layer</th><th>tensors</th></tr>
 *   <tr><td>{@code nn.RNN}, {@code nn.LSTM}, {@code nn.GRU}</td><td>Recurrent</td>
 *     <td>{@code weight_ih_l0 [G*H, I]}, {@code weight_hh_l0 [G*H, P]}, {@code bias_ih_l0 [G*H]},
 *     {@code bias_hh_l0 [G*H]}, {@code weight_hr_l0 [P, H]}; with {@code _reverse} for the other
 *     direction; {@code _l1}, ... for the layers above. P is H without a projection.</td></tr>
 *   <tr><td>{@code nn.Embedding}</td><td>Embedding</td><td>{@code weight [V, E]}</td></tr>
 *   <tr><td>{@code nn.Linear}</td><td>Dense</td><td>{@code weight [O, F]}, {@code bias [O]}</td></tr>
 * </table>
 *
 * <p>Numbers are float32, float16 or bfloat16, which are taken exactly, or float64, rounded to
 * float32. A state dict holds numbers only: the non-linearity of an {@code nn.RNN}, dropout, the
 * padding index of an embedding and what stands between modules are the caller's to know.
 *
 * <p>PyTorch has two biases or none. A recurrent layer with one bias per gate takes a state dict
 * only if its second bias is zero throughout, as {@link PyTorchStateDictWriter} writes it.
 *
 * <p>Only the header is held in memory; the file must stay as it is. Immutable. What does not fit
 * is a {@link PyTorchStateDictException} that names file, tensor, what was expected and what was
 * found, and no parameter is changed.
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

  /** The prefixes of the modules that own tensors, dots included, in alphabetical order. */
  public Set<String> prefixes() {
    return file.prefixes();
  }

  /**
   * Describes the LSTM or GRU under a prefix: sizes, layers, directions, projection and biases, as
   * the shapes tell.
   *
   * @param prefix dot included: {@code "encoder.lstm."}; {@code ""} for none
   * @return with full BPTT and without dropout
   * @throws PyTorchStateDictException if the tensors are those of an {@code nn.RNN}, whose
   *     non-linearity is not in the file, or of no recurrent module
   */
  public RecurrentSpec recurrentSpec(String prefix) {
    StackShapes shapes = new StackShapes(file, prefix);
    return shapes.spec(shapes.kind());
  }

  /**
   * Describes the recurrent module under a prefix.
   *
   * @param kind which module it is
   * @throws PyTorchStateDictException if the tensors are not those of such a module
   * @see #recurrentSpec(String)
   */
  public RecurrentSpec recurrentSpec(String prefix, PyTorchKind kind) {
    return new StackShapes(file, prefix).spec(kind);
  }

  /**
   * Describes the {@code nn.Embedding} under a prefix, without a padding token.
   *
   * @throws PyTorchStateDictException if the tensors are not those of such a module
   */
  public EmbeddingSpec embeddingSpec(String prefix) {
    int[] sizes = file.sizes(prefix, "weight", 2);
    EmbeddingSpec spec = EmbeddingSpec.of(sizes[0], sizes[1]);
    file.require(prefix, TorchModule.shapes(prefix, spec));
    return spec;
  }

  /**
   * Describes the {@code nn.Linear} under a prefix, without an activation.
   *
   * @throws PyTorchStateDictException if the tensors are not those of such a module
   */
  public DenseSpec denseSpec(String prefix) {
    int[] sizes = file.sizes(prefix, "weight", 2);
    DenseSpec spec = DenseSpec.of(sizes[1], sizes[0]).withBias(file.has(prefix + "bias"));
    file.require(prefix, TorchModule.shapes(prefix, spec));
    return spec;
  }

  /**
   * Gives a layer the module's weights.
   *
   * @param layer a Recurrent, an Embedding or a Dense
   * @param prefix of the module, dot included; every tensor whose name begins so must be the
   *     layer's
   * @throws IllegalArgumentException if no PyTorch module computes what the layer does; the message
   *     names the option
   * @throws PyTorchStateDictException if a tensor is missing, superfluous, of another shape, not of
   *     floats, or holds NaN or infinity
   */
  public void loadInto(Layer layer, String prefix) {
    load(List.of(TorchModule.of(prefix, layer)));
  }

  /**
   * Gives a model the weights of the whole state dict.
   *
   * @param prefixes of the modules, one for each layer that has parameters, from the bottom
   * @throws IllegalArgumentException as {@link #loadInto}, and if the number of prefixes differs
   * @throws PyTorchStateDictException as {@link #loadInto}, and if a tensor belongs to no layer
   */
  public void loadAllInto(Model model, String... prefixes) {
    List<TorchModule> modules = TorchModule.of(model, prefixes);
    Set<String> expected = new LinkedHashSet<>();
    modules.forEach(module -> expected.addAll(module.shapes().keySet()));
    file.requireNames("the model", expected, names());
    load(modules);
  }

  /** Everything is read and checked before anything is written. */
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
                "zeros, since the layer has one bias per gate, %s (Biases.DOUBLE has both)",
                name.replace("bias_hh", "bias_ih")),
            values[i] + " at element " + i);
      }
    }
  }
}

package dev.sluice.interop.pytorch;

import dev.sluice.cell.Biases;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Parameter;
import dev.sluice.layer.Dense;
import dev.sluice.layer.Embedding;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The PyTorch module that computes the same as a layer.
 *
 * @param prefix prefix of the tensor names
 * @param shapes shapes of the tensors by full name, in the order of PyTorch
 * @param parameters the parameters by the same names; the second bias of a layer with one bias per
 *     gate has none
 */
record TorchModule(
    String prefix, Map<String, List<Integer>> shapes, Map<String, Parameter> parameters) {

  /**
   * The module for a layer.
   *
   * @throws IllegalArgumentException if PyTorch has no such module
   */
  static TorchModule of(String prefix, Layer layer) {
    if (prefix == null) {
      throw new IllegalArgumentException("prefix: expected a prefix, or \"\" for none, got null");
    }
    LayerSpec spec = spec(layer);
    Map<String, List<Integer>> shapes = shapes(prefix, spec);
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    List<Parameter> own = layer.parameters();
    int next = 0;
    for (String name : spec.parameterShapes().keySet()) {
      parameters.put(prefix + name, own.get(next++));
    }
    return new TorchModule(prefix, shapes, parameters);
  }

  /**
   * The modules for the layers of a model that have parameters.
   *
   * @param prefixes one for each layer with parameters, lowest layer first
   */
  static List<TorchModule> of(Model model, String... prefixes) {
    List<Layer> layers =
        model.layers().stream().filter(layer -> !layer.parameters().isEmpty()).toList();
    if (prefixes.length != layers.size()) {
      List<String> names = layers.stream().map(layer -> layer.parameters().get(0).name()).toList();
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "prefixes: expected %d, one for each layer with parameters (those of %s), got %s",
              layers.size(),
              names,
              Arrays.toString(prefixes)));
    }
    List<TorchModule> modules = new ArrayList<>();
    for (int i = 0; i < prefixes.length; i++) {
      modules.add(of(prefixes[i], layers.get(i)));
    }
    return modules;
  }

  private static LayerSpec spec(Layer layer) {
    if (layer instanceof Recurrent recurrent) {
      PyTorchDialect.of(recurrent.spec());
      return recurrent.spec();
    }
    if (layer instanceof Embedding embedding) {
      return embedding.spec();
    }
    if (layer instanceof Dense dense) {
      return dense.spec();
    }
    throw new IllegalArgumentException(
        "layer: expected a layer with a PyTorch module (Recurrent, Embedding, Dense),"
            + " got "
            + (layer == null ? "null" : layer.getClass().getSimpleName()));
  }

  /** The shapes of the tensors of the module for a layer with this specification, by full name. */
  static Map<String, List<Integer>> shapes(String prefix, LayerSpec spec) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    boolean single =
        spec instanceof RecurrentSpec stack && stack.cells().get(0).biases() == Biases.SINGLE;
    String first = CellParameter.BIAS_IH.label();
    String second = CellParameter.BIAS_HH.label();
    spec.parameterShapes()
        .forEach(
            (name, shape) -> {
              shapes.put(prefix + name, shape);
              if (single && name.startsWith(first)) {
                shapes.put(prefix + second + name.substring(first.length()), shape);
              }
            });
    return shapes;
  }
}

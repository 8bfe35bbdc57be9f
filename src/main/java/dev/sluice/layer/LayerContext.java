package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What is needed to create a layer: where its parameters live, their names and their random
 * numbers.
 *
 * @param scope owns everything that the layer creates, on the scope's device; who made the scope
 *     closes it
 * @param prefix prefix of the parameters' names, with the separator: {@code "0.embedding."}
 * @param index index of the layer in the model, from 0; layers draw different random numbers
 * @param random generator of the initial parameters
 */
public record LayerContext(Scope scope, String prefix, int index, RandomGenerator random) {
  private static final int SITES_PER_LAYER = 256;

  /**
   * The number of a site: a place in this layer that draws random numbers in a pass. Unique in the
   * model.
   *
   * @param place number of the place within the layer, 0 to 255
   */
  public int site(int place) {
    Require.between("place", 0, SITES_PER_LAYER - 1, place);
    return index * SITES_PER_LAYER + place;
  }

  /** The device of the layer's parameters. */
  public Device device() {
    return scope.device();
  }

  /**
   * Creates a parameter, owned by the scope.
   *
   * @param name name within the layer
   * @param values initial values, row-major
   * @param sizes sizes of the dimensions
   */
  public Parameter parameter(String name, float[] values, List<Integer> sizes) {
    Tensor value = device().allocate(DType.FLOAT32, Shape.of(sizes));
    Parameter parameter = scope.own(new Parameter(prefix + name, value));
    parameter.value().write(values);
    return parameter;
  }
}

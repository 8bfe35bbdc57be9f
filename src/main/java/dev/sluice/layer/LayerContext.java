package dev.sluice.layer;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Where a layer is made.
 *
 * @param scope on whose device it lives, and which owns everything that it makes
 * @param prefix of its parameters' names, with the separator: {@code "0.embedding."}
 * @param index its place in the model, from 0; keeps the random numbers of layers apart
 * @param random from which its parameters are drawn
 */
public record LayerContext(Scope scope, String prefix, int index, RandomGenerator random) {
  private static final int SITES_PER_LAYER = 256;

  /**
   * The site number of one place within the layer that draws random numbers in a pass.
   *
   * @param place 0 to 255
   */
  public int site(int place) {
    if (place < 0 || place >= SITES_PER_LAYER) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "place: expected 0 to %d, got %d", SITES_PER_LAYER - 1, place));
    }
    return index * SITES_PER_LAYER + place;
  }

  /** The device on which its parameters live. */
  public Device device() {
    return scope.device();
  }

  /**
   * A new parameter, owned by the scope.
   *
   * @param name within the layer
   * @param values row-major
   * @param sizes of its dimensions
   */
  public Parameter parameter(String name, float[] values, List<Integer> sizes) {
    Tensor value = device().allocate(DType.FLOAT32, Shape.of(sizes));
    Parameter parameter = scope.own(new Parameter(prefix + name, value));
    parameter.value().write(values);
    return parameter;
  }
}

package dev.sluice.optimizer;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * The guard against exploding gradients.
 *
 * @param kind of the limit
 * @param limit above 0; infinity for none
 */
public record Clipping(Kind kind, double limit) {

  /** What is limited. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /**
     * The norm of all gradients together, by scaling all of them alike: R. Pascanu, T. Mikolov and
     * Y. Bengio, 2013.
     */
    GLOBAL_NORM,
    /** The size of every single element. */
    VALUE
  }

  /**
   * What an optimizer's step takes.
   *
   * @param scale {@code FLOAT32 [1]}: the factor for every gradient
   * @param norm {@code FLOAT32 [1]}: the norm of all gradients as they came, NaN or infinite if one
   *     of them is
   */
  public record Clipped(Tensor scale, Tensor norm) {}

  /** Checks the limit. */
  public Clipping {
    if (kind == null) {
      throw new IllegalArgumentException("clipping: expected a kind, got null");
    }
    if (kind == Kind.NONE ? limit != Double.POSITIVE_INFINITY : !((float) limit > 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "clipping limit: expected above 0 in float32 (infinity for NONE), got %s for %s",
              limit,
              kind));
    }
  }

  /** No clipping; the norm is still measured. */
  public static Clipping none() {
    return new Clipping(Kind.NONE, Double.POSITIVE_INFINITY);
  }

  /** Limits the norm of all gradients together. */
  public static Clipping byGlobalNorm(double maximum) {
    return new Clipping(Kind.GLOBAL_NORM, maximum);
  }

  /** Limits every element to {@code -limit .. limit}. */
  public static Clipping byValue(double limit) {
    return new Clipping(Kind.VALUE, limit);
  }

  /**
   * Measures the gradients of the trainable parameters and clips them: by value at once, by norm
   * through the scale that it gives.
   *
   * @param scope owns the result
   */
  public Clipped apply(List<Parameter> parameters, Scope scope) {
    Device device = scope.device();
    List<Tensor> gradients =
        parameters.stream().filter(Parameter::trainable).map(Parameter::gradient).toList();
    Tensor norm = scope.floats(1);
    Tensor scale = scope.floats(1);
    float maximum = kind == Kind.GLOBAL_NORM ? (float) limit : Float.POSITIVE_INFINITY;
    device.updates().clipByGlobalNorm(gradients, maximum, norm, scale);
    if (kind == Kind.VALUE) {
      for (Tensor gradient : gradients) {
        device.updates().clipByValue(gradient, (float) limit);
      }
    }
    return new Clipped(scale, norm);
  }
}

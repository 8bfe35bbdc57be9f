package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.record.HasDefaults;
import java.util.List;
import java.util.Locale;

/**
 * Gradient clipping, against exploding gradients.
 *
 * @param kind what is limited
 * @param limit above 0; infinity for no limit
 */
public record Clipping(Kind kind, double limit) implements HasDefaults {

  /** The kinds of clipping. */
  public enum Kind {
    /** No clipping. */
    NONE,
    /**
     * Scales all gradients by one factor so that their global norm does not exceed the limit: R.
     * Pascanu, T. Mikolov and Y. Bengio, 2013.
     */
    GLOBAL_NORM,
    /** Limits the absolute value of each element. */
    VALUE
  }

  /**
   * The result of clipping, for the optimizer's step.
   *
   * @param scale {@code FLOAT32 [1]}: the factor for every gradient
   * @param norm {@code FLOAT32 [1]}: the global norm before clipping; NaN or infinite if a gradient
   *     is
   */
  public record Clipped(Tensor scale, Tensor norm) {}

  /** Checks the limit. */
  public Clipping {
    Require.present("clipping kind", kind);
    if (kind == Kind.NONE ? limit != Double.POSITIVE_INFINITY : !((float) limit > 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "clipping limit: expected above 0 in float32 (infinity for NONE), got %s for %s",
              limit,
              kind));
    }
  }

  @Override
  public Clipping defaults() {
    return new Clipping(kind, limit);
  }

  /** No clipping; the norm is still computed. */
  public static Clipping none() {
    return new Clipping(Kind.NONE, Double.POSITIVE_INFINITY);
  }

  /** Limits the global norm of all gradients. */
  public static Clipping byGlobalNorm(double maximum) {
    return new Clipping(Kind.GLOBAL_NORM, maximum);
  }

  /** Limits every element to {@code -limit .. limit}. */
  public static Clipping byValue(double limit) {
    return new Clipping(Kind.VALUE, limit);
  }

  /**
   * Computes the global norm of the trainable parameters' gradients and clips them. Clipping by
   * value changes the gradients; clipping by norm only returns the scale.
   *
   * @param scope owns the result, and closes it; the caller closes the scope
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

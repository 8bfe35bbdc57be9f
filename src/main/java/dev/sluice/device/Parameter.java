package dev.sluice.device;

import dev.sluice.argument.Require;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A trainable tensor with its gradient. Backward passes add to the gradient, an optimizer reads it,
 * and the training loop sets it to zero between steps.
 */
public final class Parameter implements AutoCloseable {
  private final String name;
  private final Tensor value;
  private final Tensor gradient;
  private final ReentrantLock training = new ReentrantLock();
  private boolean trainable = true;

  /**
   * Takes ownership of the value and allocates a gradient of zeros.
   *
   * @param name a name that is unique within the model, for example {@code recurrent.weight_ih_l0}
   * @param value {@code FLOAT32}; owned by this parameter from now on, and closed if the allocation
   *     of the gradient fails
   */
  public Parameter(String name, Tensor value) {
    Require.present("name", name);
    Require.present("value", value);
    this.name = name;
    this.value = value;
    try {
      this.gradient = zerosLike(value);
    } catch (RuntimeException e) {
      value.close();
      throw e;
    }
  }

  private static Tensor zerosLike(Tensor value) {
    Tensor zeros = value.device().allocate(DType.FLOAT32, value.shape());
    try {
      value.device().elementwise().fill(zeros, 0);
      return zeros;
    } catch (RuntimeException e) {
      zeros.close();
      throw e;
    }
  }

  /** The name, unique within the model. */
  public String name() {
    return name;
  }

  /** The weights. */
  public Tensor value() {
    return value;
  }

  /**
   * Copies the weights to a new array, for a file that must not contain a broken model.
   *
   * @throws IllegalStateException if a weight is NaN or infinite
   */
  public float[] finiteValues() {
    float[] values = value.floats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "parameter %s: expected finite numbers, got %s at element %d",
                name,
                values[i],
                i));
      }
    }
    return values;
  }

  /** The gradient of the loss with respect to the weights, in the shape of the weights. */
  public Tensor gradient() {
    return gradient;
  }

  /** Whether optimizers update this parameter. */
  public boolean trainable() {
    return trainable;
  }

  /** Freezes or unfreezes this parameter. Optimizers do not change a frozen parameter. */
  public void setTrainable(boolean trainable) {
    this.trainable = trainable;
  }

  /** Sets the gradient to zero. */
  public void zeroGradient() {
    value.device().elementwise().fill(gradient, 0);
  }

  /**
   * Marks this parameter as being trained by the calling thread. The same thread may call this
   * several times.
   *
   * @throws IllegalStateException if another thread trains it
   */
  public void beginTraining() {
    if (!training.tryLock()) {
      throw new IllegalStateException(
          "parameter "
              + name
              + ": another thread is training it; a model is trained by one thread at a time");
    }
  }

  /** Undoes one call of {@link #beginTraining}. Only the same thread may call it. */
  public void endTraining() {
    training.unlock();
  }

  @Override
  public void close() {
    value.close();
    gradient.close();
  }

  @Override
  public String toString() {
    return name + " " + value.shape();
  }
}

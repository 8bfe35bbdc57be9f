package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Scope;

/**
 * The circumstances of a forward pass.
 *
 * @param scope owns every tensor that the pass makes
 * @param mode training keeps what the backward pass needs and applies dropout; inference does
 *     neither
 * @param seed of the run's random numbers
 * @param step of the training, from 0
 */
public record ForwardContext(Scope scope, Mode mode, long seed, long step) {

  /** Throws {@link IllegalArgumentException} where scope or mode is null. */
  public ForwardContext {
    Require.present("scope", scope);
    Require.present("mode", mode);
  }

  /** What the pass is for. */
  public enum Mode {
    /** Backward follows; dropout acts. */
    TRAINING,
    /** Outputs only. */
    INFERENCE
  }

  /** For a training step. */
  public static ForwardContext training(Scope scope, long seed, long step) {
    return new ForwardContext(scope, Mode.TRAINING, seed, step);
  }

  /** For outputs only. */
  public static ForwardContext inference(Scope scope) {
    return new ForwardContext(scope, Mode.INFERENCE, 0, 0);
  }

  /** Whether a backward pass follows. */
  public boolean training() {
    return mode == Mode.TRAINING;
  }

  /**
   * Checks that a backward pass may follow.
   *
   * @throws IllegalStateException in inference mode
   */
  public void requireTraining() {
    if (!training()) {
      throw new IllegalStateException(
          "backward: expected a forward pass in training mode, got one in inference mode");
    }
  }

  /** The random numbers of one place in the model. */
  public RandomStream random(int site) {
    return new RandomStream(seed, step, site);
  }
}

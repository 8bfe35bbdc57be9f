package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Scope;

/**
 * The mode, the random seed and the scope of a forward pass.
 *
 * @param scope owns every tensor that the pass creates, and closes them; the caller closes the
 *     scope
 * @param mode training keeps what the backward pass needs, and draws random masks; inference does
 *     neither; a deterministic pass keeps, but draws none
 * @param seed seed of the run
 * @param step training step, from 0; each step draws other random numbers
 */
public record ForwardContext(Scope scope, Mode mode, long seed, long step) {

  /** Throws {@link IllegalArgumentException} if scope or mode is null. */
  public ForwardContext {
    Require.present("scope", scope);
    Require.present("mode", mode);
  }

  /** The purpose of the pass. */
  public enum Mode {
    /** A backward pass may follow; dropout and other random masks are applied. */
    TRAINING,
    /**
     * A backward pass may follow, and there is no dropout: the outputs are those of inference. For
     * gradients of what a trained model predicts.
     */
    DETERMINISTIC,
    /** There is no backward pass and no dropout. */
    INFERENCE
  }

  /** The context of a training step. */
  public static ForwardContext training(Scope scope, long seed, long step) {
    return new ForwardContext(scope, Mode.TRAINING, seed, step);
  }

  /** The context of a pass with the outputs of inference and with gradients. */
  public static ForwardContext deterministic(Scope scope) {
    return new ForwardContext(scope, Mode.DETERMINISTIC, 0, 0);
  }

  /** The context of inference. */
  public static ForwardContext inference(Scope scope) {
    return new ForwardContext(scope, Mode.INFERENCE, 0, 0);
  }

  /** Whether this is a training step, which draws random masks such as dropout. */
  public boolean training() {
    return mode == Mode.TRAINING;
  }

  /** Whether a backward pass may follow. */
  public boolean backward() {
    return mode != Mode.INFERENCE;
  }

  /**
   * Checks that a backward pass may follow.
   *
   * @throws IllegalStateException in inference mode
   */
  public void requireBackward() {
    if (!backward()) {
      throw new IllegalStateException(
          "backward: expected a forward pass in training or deterministic mode, got one in"
              + " inference mode");
    }
  }

  /** The random numbers of one site: one place of the model that draws them. */
  public RandomStream random(int site) {
    return new RandomStream(seed, step, site);
  }
}

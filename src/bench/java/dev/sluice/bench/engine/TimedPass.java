package dev.sluice.bench.engine;

/** The kinds of passes that are timed. */
public enum TimedPass {
  /** A forward pass that keeps nothing. */
  FORWARD("forward", 1),
  /**
   * A forward and a backward pass, with the gradients with respect to the inputs and all weights.
   */
  GRADIENTS("forward + backward", 3),
  /** A whole training step of the sentiment model. */
  STEP("training step", 3);

  private final String title;
  private final int products;

  TimedPass(String title, int products) {
    this.title = title;
    this.products = products;
  }

  /** The readable name. */
  public String title() {
    return title;
  }

  /** The number of matrix products, relative to the forward pass. */
  public int products() {
    return products;
  }
}

package dev.sluice.bench.gpu;

/** What is timed. */
enum Pass {
  /** Outputs only, nothing kept. */
  FORWARD("forward", 1),
  /** Forward and back, with the gradients by the inputs and all weights. */
  GRADIENTS("forward + backward", 3),
  /** A whole training step of the sentiment model. */
  STEP("training step", 3);

  private final String title;
  private final int products;

  Pass(String title, int products) {
    this.title = title;
    this.products = products;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** How many products there are for each of the way forward. */
  int products() {
    return products;
  }
}

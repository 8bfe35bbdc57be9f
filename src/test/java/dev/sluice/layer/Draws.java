package dev.sluice.layer;

import dev.sluice.device.Scope;
import dev.sluice.oracle.Values;
import java.util.Random;
import java.util.SplittableRandom;

/** Random inputs for the tests of layers. */
final class Draws {
  private final Random random;

  Draws(long seed) {
    random = new Random(seed);
  }

  /** Uniform from -1 to 1; exact in float32. */
  double[] doubles(int size) {
    return Values.random(1, random, size);
  }

  double[][][] sequence(int timesteps, int batch, int features) {
    return Values.random(1, random, timesteps, batch, features);
  }

  static LayerContext context(Scope scope) {
    return new LayerContext(scope, "", 0, new SplittableRandom(7));
  }
}

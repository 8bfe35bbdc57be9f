package dev.sluice.oracle;

import dev.sluice.device.RandomStream;
import java.util.Arrays;

/**
 * The random masks of a training pass through a recurrent stack, as the documentation defines them.
 * Each layer of a model has 256 sites. Dropout above level l draws at site l, zoneout of level l in
 * direction d at site {@code 52 + 2 l + d}, and the dropout of its recurrent weights at site {@code
 * 154 + 2 l + d}.
 *
 * @param seed the seed of the run
 * @param step the training step
 * @param index the index of the stack in its model
 */
public record OracleMasks(long seed, long step, int index) {

  RandomStream dropout(int level) {
    return at(level);
  }

  RandomStream zoneout(int level, int direction) {
    return at(52 + 2 * level + direction);
  }

  RandomStream recurrentWeights(int level, int direction) {
    return at(154 + 2 * level + direction);
  }

  private RandomStream at(int place) {
    return new RandomStream(seed, step, 256 * index + place);
  }

  /** The dropout factors of the first numbers of a stream: 0, or {@code 1 / (1 - rate)}. */
  static double[] factors(RandomStream stream, float rate, int count) {
    double[] factors = new double[count];
    Arrays.setAll(
        factors, k -> OracleRandom.uniform(stream, k) < rate ? 0 : 1 / (1 - (double) rate));
    return factors;
  }
}

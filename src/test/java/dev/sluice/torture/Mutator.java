package dev.sluice.torture;

import java.util.List;
import java.util.random.RandomGenerator;

/** Damages a file. */
@FunctionalInterface
public interface Mutator {
  /**
   * Returns a damaged copy of the first sample, perhaps with parts of the others.
   *
   * @param samples at least one; not changed
   */
  byte[] mutate(List<byte[]> samples, RandomGenerator random);

  /** Either of two ways, by turns of chance. */
  default Mutator or(Mutator other) {
    return (samples, random) -> (random.nextBoolean() ? this : other).mutate(samples, random);
  }
}

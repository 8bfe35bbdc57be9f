package dev.sluice.torture;

import java.util.List;
import java.util.random.RandomGenerator;

/** Damages a file. */
@FunctionalInterface
public interface Mutator {
  /**
   * Returns a damaged copy of the first sample, possibly with parts of the others.
   *
   * @param samples at least one; not changed
   */
  byte[] mutate(List<byte[]> samples, RandomGenerator random);

  /** A mutator that chooses randomly between this one and another. */
  default Mutator or(Mutator other) {
    return (samples, random) -> (random.nextBoolean() ? this : other).mutate(samples, random);
  }
}

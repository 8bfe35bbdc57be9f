package dev.sluice.device;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orthogonal arrays of strength 2: the lines of the affine plane over the integers modulo a prime.
 * Any two levels of any two factors meet in exactly one row.
 */
final class OrthogonalArray {
  private OrthogonalArray() {}

  /** As many factors as levels, in the square of so many rows. */
  static Stream<int[]> ofLevels(int prime) {
    return IntStream.range(0, prime * prime)
        .mapToObj(
            row ->
                IntStream.range(0, prime)
                    .map(factor -> (row / prime + factor * (row % prime)) % prime)
                    .toArray());
  }
}

package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.RandomStream;
import dev.sluice.device.cpu.kernel.Philox;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Philox} for several counters at a time, with the same bits. A 64-bit lane contains one
 * 32-bit word, so that a product keeps its high half. A variable that a loop assigns is an argument
 * of calls and never the receiver; see {@link VectorMicroKernel}.
 */
final class VectorPhilox {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;
  private static final int LANES = SPECIES.length();
  private static final int NUMBERS = 4 * LANES;
  private static final long WORD = 0xFFFFFFFFL;
  private static final VectorShuffle<Long> FIRST_PAIRS = VectorShuffle.makeZip(SPECIES, 0);
  private static final VectorShuffle<Long> LAST_PAIRS = VectorShuffle.makeZip(SPECIES, 1);
  private static final LongVector COUNT = LongVector.zero(SPECIES).addIndex(1);
  private static final LongVector WORDS = LongVector.broadcast(SPECIES, WORD);
  private static final LongVector MULTIPLIERS_0 =
      LongVector.broadcast(SPECIES, Philox.MULTIPLIER_0);
  private static final LongVector MULTIPLIERS_1 =
      LongVector.broadcast(SPECIES, Philox.MULTIPLIER_1);

  private VectorPhilox() {}

  /** See {@link Philox#bits}. */
  static void bits(RandomStream stream, long first, int count, int[] target) {
    int whole = count / NUMBERS * NUMBERS;
    for (int at = 0; at < whole; at += NUMBERS) {
      blocks((first + at) >>> 2, stream, target, at);
    }
    if (whole < count) {
      Philox.bits(stream, first + whole, count - whole, target, whole);
    }
  }

  private static void blocks(long counter, RandomStream stream, int[] target, int at) {
    LongVector c0 = COUNT.add(counter).and(WORD);
    LongVector c1 = LongVector.broadcast(SPECIES, stream.site() & WORD);
    LongVector c2 = LongVector.broadcast(SPECIES, stream.step() & WORD);
    LongVector c3 = LongVector.broadcast(SPECIES, stream.step() >>> 32);
    int k0 = (int) stream.seed();
    int k1 = (int) (stream.seed() >>> 32);
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector product0 = MULTIPLIERS_0.mul(c0);
      LongVector product1 = MULTIPLIERS_1.mul(c2);
      c0 = product1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
      c0 = c0.lanewise(VectorOperators.XOR, k0 & WORD);
      c1 = product1.and(WORD);
      c2 = product0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
      c2 = c2.lanewise(VectorOperators.XOR, k1 & WORD);
      c3 = product0.and(WORD);
      k0 += Philox.WEYL_0;
      k1 += Philox.WEYL_1;
    }
    LongVector low = WORDS.and(c1).lanewise(VectorOperators.LSHL, 32).or(c0);
    LongVector high = WORDS.and(c3).lanewise(VectorOperators.LSHL, 32).or(c2);
    low.rearrange(FIRST_PAIRS, high).reinterpretAsInts().intoArray(target, at);
    low.rearrange(LAST_PAIRS, high).reinterpretAsInts().intoArray(target, at + NUMBERS / 2);
  }
}

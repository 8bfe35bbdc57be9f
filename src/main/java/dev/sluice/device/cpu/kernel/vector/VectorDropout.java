package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.Philox;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Dropout without branches, because random bits make branches unpredictable. */
final class VectorDropout {
  private static final VectorSpecies<Float> FLOATS = VectorGemm.SPECIES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());
  private static final int LANES = VectorGemm.LANES;

  private VectorDropout() {}

  /** See {@link Kernels#dropout}. */
  static void apply(
      float rate, int[] bits, float[] a, int aOffset, float[] b, int bOffset, int length) {
    float factor = 1 / (1 - rate);
    int threshold = Philox.threshold(rate);
    int whole = FLOATS.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      VectorMask<Integer> dropped =
          IntVector.fromArray(INTS, bits, i)
              .lanewise(VectorOperators.LSHR, Philox.UNUSED_BITS)
              .compare(VectorOperators.LT, threshold);
      FloatVector.fromArray(FLOATS, a, aOffset + i)
          .mul(factor)
          .blend(0, dropped.cast(FLOATS))
          .intoArray(b, bOffset + i);
    }
    for (int i = whole; i < length; i++) {
      b[bOffset + i] = Philox.uniform(bits[i]) < rate ? 0 : a[aOffset + i] * factor;
    }
  }
}

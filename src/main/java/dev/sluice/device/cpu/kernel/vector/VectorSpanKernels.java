package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.plain.PlainSpanKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Span kernels on the Vector API. Plain loops handle the remainder after the last whole vector. */
public final class VectorSpanKernels implements SpanKernels {
  private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
  private static final int LANES = VectorGemm.LANES;

  /**
   * Added to the sums of a loop; it changes no number. As the receiver of the call it has a class
   * that the compiler knows.
   */
  private static final FloatVector NEGATIVE_ZERO = FloatVector.broadcast(SPECIES, -0.0f);

  private final SpanKernels plain = new PlainSpanKernels();

  @Override
  public float sum(float[] a, int aOffset, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += LANES) {
      sums = FloatVector.fromArray(SPECIES, a, aOffset + i).add(sums);
    }
    float[] lanes = new float[LANES];
    NEGATIVE_ZERO.add(sums).intoArray(lanes, 0);
    return plain.sum(lanes, 0, LANES) + plain.sum(a, aOffset + whole, length - whole);
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += LANES) {
      sums =
          FloatVector.fromArray(SPECIES, a, aOffset + i)
              .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), sums);
    }
    // reduceLanes is not used, because its order of additions may vary between calls.
    float[] lanes = new float[LANES];
    NEGATIVE_ZERO.add(sums).intoArray(lanes, 0);
    return plain.sum(lanes, 0, LANES)
        + plain.dot(a, aOffset + whole, b, bOffset + whole, length - whole);
  }

  @Override
  public void product(
      float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aOffset + i)
          .mul(FloatVector.fromArray(SPECIES, b, bOffset + i))
          .intoArray(c, cOffset + i);
    }
    plain.product(a, aOffset + whole, b, bOffset + whole, c, cOffset + whole, length - whole);
  }

  @Override
  public void addProduct(
      float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aOffset + i)
          .fma(
              FloatVector.fromArray(SPECIES, b, bOffset + i),
              FloatVector.fromArray(SPECIES, c, cOffset + i))
          .intoArray(c, cOffset + i);
    }
    plain.addProduct(a, aOffset + whole, b, bOffset + whole, c, cOffset + whole, length - whole);
  }

  @Override
  public void clip(float bound, float[] a, int aOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aOffset + i)
          .max(-bound)
          .min(bound)
          .intoArray(a, aOffset + i);
    }
    plain.clip(bound, a, aOffset + whole, length - whole);
  }

  @Override
  public void clearOutside(
      float low, float high, float[] y, int yOffset, float[] a, int aOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yOffset + i);
      VectorMask<Float> outside =
          value.compare(VectorOperators.LE, low).or(value.compare(VectorOperators.GE, high));
      FloatVector.fromArray(SPECIES, a, aOffset + i).blend(0f, outside).intoArray(a, aOffset + i);
    }
    plain.clearOutside(low, high, y, yOffset + whole, a, aOffset + whole, length - whole);
  }

  @Override
  public void blend(
      float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector into = FloatVector.fromArray(SPECIES, b, bOffset + i);
      FloatVector.fromArray(SPECIES, a, aOffset + i)
          .sub(into)
          .fma(FloatVector.fromArray(SPECIES, k, kOffset + i), into)
          .intoArray(b, bOffset + i);
    }
    plain.blend(k, kOffset + whole, a, aOffset + whole, b, bOffset + whole, length - whole);
  }

  @Override
  public void split(
      float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector from = FloatVector.fromArray(SPECIES, a, aOffset + i);
      FloatVector share = from.mul(FloatVector.fromArray(SPECIES, k, kOffset + i));
      share.intoArray(b, bOffset + i);
      from.sub(share).intoArray(a, aOffset + i);
    }
    plain.split(k, kOffset + whole, a, aOffset + whole, b, bOffset + whole, length - whole);
  }
}

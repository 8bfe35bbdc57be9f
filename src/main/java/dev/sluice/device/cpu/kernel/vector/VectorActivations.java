package dev.sluice.device.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid, tanh and scaled tanh over spans of whole vectors. The methods take arrays, because a
 * vector must not be an argument or a result: if the compiler does not inline such a call, it
 * allocates an object for every vector.
 */
final class VectorActivations {
  private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;

  /**
   * The bounds and coefficients of tanh. As constants they do not count towards the inlining limit
   * of the compiler.
   */
  private static final FloatVector MAX_X = FloatVector.broadcast(SPECIES, 7.90531110763549805f);

  private static final FloatVector MIN_X = MAX_X.neg();
  private static final FloatVector P13 = FloatVector.broadcast(SPECIES, -2.76076847742355e-16f);
  private static final FloatVector P11 = FloatVector.broadcast(SPECIES, 2.00018790482477e-13f);
  private static final FloatVector P9 = FloatVector.broadcast(SPECIES, -8.60467152213735e-11f);
  private static final FloatVector P7 = FloatVector.broadcast(SPECIES, 5.12229709037114e-08f);
  private static final FloatVector P5 = FloatVector.broadcast(SPECIES, 1.48572235717979e-05f);
  private static final FloatVector P3 = FloatVector.broadcast(SPECIES, 6.37261928875436e-04f);
  private static final FloatVector P1 = FloatVector.broadcast(SPECIES, 4.89352455891786e-03f);
  private static final FloatVector Q6 = FloatVector.broadcast(SPECIES, 1.19825839466702e-06f);
  private static final FloatVector Q4 = FloatVector.broadcast(SPECIES, 1.18534705686654e-04f);
  private static final FloatVector Q2 = FloatVector.broadcast(SPECIES, 2.26843463243900e-03f);
  private static final FloatVector Q0 = FloatVector.broadcast(SPECIES, 4.89352518554385e-03f);

  private VectorActivations() {}

  /** {@code a = (tanh(a / 2) + 1) / 2}. */
  static void sigmoid(float[] a, int from, int length) {
    tanh(0.5f, 0.5f, 0.5f, a, from, length);
  }

  /** {@code a = tanh(a)}. */
  static void tanh(float[] a, int from, int length) {
    scaledTanh(1, 1, a, from, length);
  }

  /** {@code a = alpha tanh(beta a)}. */
  static void scaledTanh(float alpha, float beta, float[] a, int from, int length) {
    // Adding -0 changes no number. Adding 0 would turn -0 into 0.
    tanh(alpha, beta, -0.0f, a, from, length);
  }

  /**
   * {@code a = alpha tanh(beta a) + shift}. tanh is a rational approximation: a polynomial of
   * degree 13 divided by one of degree 6, minimax for |x| below 7.9. Beyond 7.9 the float32 tanh is
   * 1. The error is a few units in the last place.
   */
  private static void tanh(float alpha, float beta, float shift, float[] a, int from, int length) {
    FloatVector outer = FloatVector.broadcast(SPECIES, alpha);
    FloatVector inner = FloatVector.broadcast(SPECIES, beta);
    FloatVector added = FloatVector.broadcast(SPECIES, shift);
    for (int i = from; i < from + length; i += VectorGemm.LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, i).mul(inner).max(MIN_X).min(MAX_X);
      FloatVector s = x.mul(x);
      FloatVector p = s.fma(P13, P11);
      p = p.fma(s, P9);
      p = p.fma(s, P7);
      p = p.fma(s, P5);
      p = p.fma(s, P3);
      p = p.fma(s, P1);
      FloatVector q = s.fma(Q6, Q4);
      q = q.fma(s, Q2);
      q = q.fma(s, Q0);
      x.mul(p).div(q).fma(outer, added).intoArray(a, i);
    }
  }
}

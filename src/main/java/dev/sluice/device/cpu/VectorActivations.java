package dev.sluice.device.cpu;

import jdk.incubator.vector.FloatVector;

/** The logistic function and tanh of one vector. */
final class VectorActivations {
  /** As constants they take nothing of the compiler's limit on inlining. */
  private static final FloatVector MOST = broadcast(7.90531110763549805f);

  private static final FloatVector LEAST = MOST.neg();
  private static final FloatVector P13 = broadcast(-2.76076847742355e-16f);
  private static final FloatVector P11 = broadcast(2.00018790482477e-13f);
  private static final FloatVector P9 = broadcast(-8.60467152213735e-11f);
  private static final FloatVector P7 = broadcast(5.12229709037114e-08f);
  private static final FloatVector P5 = broadcast(1.48572235717979e-05f);
  private static final FloatVector P3 = broadcast(6.37261928875436e-04f);
  private static final FloatVector P1 = broadcast(4.89352455891786e-03f);
  private static final FloatVector Q6 = broadcast(1.19825839466702e-06f);
  private static final FloatVector Q4 = broadcast(1.18534705686654e-04f);
  private static final FloatVector Q2 = broadcast(2.26843463243900e-03f);
  private static final FloatVector Q0 = broadcast(4.89352518554385e-03f);
  private static final FloatVector HALF = broadcast(0.5f);
  private static final FloatVector ONE = broadcast(1);
  private static final FloatVector MINUS_ONE = broadcast(-1);
  private static final FloatVector ZERO = broadcast(0);

  private VectorActivations() {}

  /** {@code (tanh(x / 2) + 1) / 2}. */
  static FloatVector sigmoid(FloatVector x) {
    return tanh(x.mul(HALF)).fma(HALF, HALF);
  }

  /**
   * The rational approximation of tanh by a polynomial of degree 13 over one of degree 6, minimax
   * on |x| below 7.9, beyond which float32 tanh is 1; off by a few units in the last place.
   */
  static FloatVector tanh(FloatVector unbounded) {
    FloatVector x = unbounded.max(LEAST).min(MOST);
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
    return x.mul(p).div(q);
  }

  /** The derivative of the logistic function where its value is y: {@code y (1 - y)}. */
  static FloatVector sigmoidSlope(FloatVector y) {
    return y.fma(MINUS_ONE, ONE).fma(y, ZERO);
  }

  /** The derivative of tanh where its value is y: {@code 1 - y²}. */
  static FloatVector tanhSlope(FloatVector y) {
    return y.fma(MINUS_ONE, ZERO).fma(y, ONE);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(VectorTiles.SPECIES, value);
  }
}

package dev.sluice.device.cpu.kernel.plain;

/** Activation functions and their derivatives in place, as loops that the compiler vectorises. */
final class PlainActivations {
  private PlainActivations() {}

  /**
   * {@code a = alpha tanh(beta a) + shift}. tanh is a rational approximation: a polynomial of
   * degree 13 divided by one of degree 6, minimax for |x| below 7.9. Beyond 7.9 the float32 tanh is
   * 1. The error is a few units in the last place.
   */
  static void tanh(float alpha, float beta, float shift, float[] a, int from, int end) {
    for (int i = from; i < end; i++) {
      float x = Math.min(Math.max(beta * a[i], -7.90531110763549805f), 7.90531110763549805f);
      float s = x * x;
      float p = Math.fma(s, -2.76076847742355e-16f, 2.00018790482477e-13f);
      p = Math.fma(p, s, -8.60467152213735e-11f);
      p = Math.fma(p, s, 5.12229709037114e-08f);
      p = Math.fma(p, s, 1.48572235717979e-05f);
      p = Math.fma(p, s, 6.37261928875436e-04f);
      p = Math.fma(p, s, 4.89352455891786e-03f);
      float q = Math.fma(s, 1.19825839466702e-06f, 1.18534705686654e-04f);
      q = Math.fma(q, s, 2.26843463243900e-03f);
      q = Math.fma(q, s, 4.89352518554385e-03f);
      a[i] = Math.fma(alpha, x * p / q, shift);
    }
  }

  /** {@code a = constant + linear a + quadratic a²}: computes derivatives from outputs. */
  static void quadratic(
      float constant, float linear, float quadratic, float[] a, int from, int end) {
    for (int i = from; i < end; i++) {
      a[i] = Math.fma(Math.fma(a[i], quadratic, linear), a[i], constant);
    }
  }
}

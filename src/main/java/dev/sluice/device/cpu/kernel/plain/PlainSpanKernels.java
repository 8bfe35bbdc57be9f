package dev.sluice.device.cpu.kernel.plain;

import dev.sluice.device.cpu.kernel.SpanKernels;

/** Span kernels as plain loops. */
public final class PlainSpanKernels implements SpanKernels {

  @Override
  public float sum(float[] a, int aOffset, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[aOffset + i];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  @Override
  public void product(
      float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length) {
    for (int i = 0; i < length; i++) {
      c[cOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
  }

  @Override
  public void addProduct(
      float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int length) {
    for (int i = 0; i < length; i++) {
      c[cOffset + i] += a[aOffset + i] * b[bOffset + i];
    }
  }

  @Override
  public void clip(float bound, float[] a, int aOffset, int length) {
    for (int i = aOffset; i < aOffset + length; i++) {
      a[i] = Math.min(bound, Math.max(-bound, a[i]));
    }
  }

  @Override
  public void clearOutside(
      float low, float high, float[] y, int yOffset, float[] a, int aOffset, int length) {
    for (int i = 0; i < length; i++) {
      float value = y[yOffset + i];
      a[aOffset + i] = value <= low || value >= high ? 0 : a[aOffset + i];
    }
  }

  @Override
  public void blend(
      float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length) {
    for (int i = 0; i < length; i++) {
      b[bOffset + i] += k[kOffset + i] * (a[aOffset + i] - b[bOffset + i]);
    }
  }

  @Override
  public void split(
      float[] k, int kOffset, float[] a, int aOffset, float[] b, int bOffset, int length) {
    for (int i = 0; i < length; i++) {
      b[bOffset + i] = k[kOffset + i] * a[aOffset + i];
      a[aOffset + i] -= b[bOffset + i];
    }
  }
}

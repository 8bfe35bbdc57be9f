package dev.sluice.device.cpu;

import dev.sluice.cell.Activation;
import dev.sluice.device.RandomStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;

/** Kernels on the Vector API. Load this class only where its module is present. */
final class VectorKernels implements Kernels {
  /** Products of 64-bit lanes are an instruction of AVX-512 only. */
  private static final boolean MULTIPLIES_LONGS =
      VectorTiles.SPECIES.vectorShape() == VectorShape.S_512_BIT;

  /** Of tanh; as constants they take nothing of the compiler's limit on inlining. */
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

  private final Kernels plain = new PlainKernels();
  private final Spans spans = new VectorSpans();

  @Override
  public int lanes() {
    return VectorTiles.LANES;
  }

  @Override
  public int panelWidth() {
    return VectorTiles.WIDTH;
  }

  @Override
  public int panelHeight() {
    return VectorTiles.HEIGHT;
  }

  @Override
  public String description() {
    return "Vector API, " + VectorTiles.SPECIES.vectorBitSize() + " bit";
  }

  @Override
  public Spans spans() {
    return spans;
  }

  @Override
  public PackedMatrix matrix(int depth, int columns, int parts) {
    return new PanelMatrix(this, depth, columns);
  }

  @Override
  public void multiply(
      int rows,
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] packed,
      int packedOffset,
      int panels,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate) {
    VectorTiles.multiply(
        rows,
        depth,
        a,
        aOffset,
        aStride,
        packed,
        packedOffset,
        panels,
        c,
        cOffset,
        cStride,
        accumulate);
  }

  @Override
  public void multiplyPanels(
      int depth,
      int heightPanels,
      float[] a,
      int widthPanels,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset) {
    int to = cOffset;
    for (int right = 0; right < widthPanels; right++) {
      int from = bOffset + right * depth * VectorTiles.WIDTH;
      for (int left = 0; left < heightPanels; left++) {
        VectorTiles.multiplyPanel(depth, a, left * depth * VectorTiles.HEIGHT, b, from, c, to);
        to += VectorTiles.HEIGHT * VectorTiles.WIDTH;
      }
    }
  }

  @Override
  public void addScaled(float factor, float[] a, int aOffset, float[] b, int bOffset, int length) {
    FloatVector factors = broadcast(factor);
    int whole = VectorTiles.SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += VectorTiles.LANES) {
      FloatVector sum = FloatVector.fromArray(VectorTiles.SPECIES, b, bOffset + i);
      FloatVector.fromArray(VectorTiles.SPECIES, a, aOffset + i)
          .fma(factors, sum)
          .intoArray(b, bOffset + i);
    }
    for (int i = whole; i < length; i++) {
      b[bOffset + i] = Math.fma(factor, a[aOffset + i], b[bOffset + i]);
    }
  }

  @Override
  public void activate(
      Activation activation, float[] a, int offset, int stride, int rows, int length) {
    switch (activation.kind()) {
      case SIGMOID -> sigmoid(a, offset, stride, rows, length);
      case TANH -> tanh(a, offset, stride, rows, length);
      case SCALED_TANH ->
          scaledTanh(activation.alpha(), activation.beta(), a, offset, stride, rows, length);
      default -> plain.activate(activation, a, offset, stride, rows, length);
    }
  }

  @Override
  public void derivative(
      Activation activation,
      float[] y,
      int yOffset,
      float[] d,
      int dOffset,
      int stride,
      int rows,
      int length) {
    switch (activation.kind()) {
      case SIGMOID -> quadraticSlope(0, 1, -1, y, yOffset, d, dOffset, stride, rows, length);
      case TANH -> quadraticSlope(1, 0, -1, y, yOffset, d, dOffset, stride, rows, length);
      default -> plain.derivative(activation, y, yOffset, d, dOffset, stride, rows, length);
    }
  }

  private static void sigmoid(float[] a, int offset, int stride, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      int from = offset + row * stride;
      for (int i = from; i < from + length; i += VectorTiles.LANES) {
        FloatVector x = FloatVector.fromArray(VectorTiles.SPECIES, a, i);
        tanh(x.mul(HALF)).fma(HALF, HALF).intoArray(a, i);
      }
    }
  }

  private static void tanh(float[] a, int offset, int stride, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      int from = offset + row * stride;
      for (int i = from; i < from + length; i += VectorTiles.LANES) {
        tanh(FloatVector.fromArray(VectorTiles.SPECIES, a, i)).intoArray(a, i);
      }
    }
  }

  private static void scaledTanh(
      float alpha, float beta, float[] a, int offset, int stride, int rows, int length) {
    FloatVector outer = broadcast(alpha);
    FloatVector inner = broadcast(beta);
    for (int row = 0; row < rows; row++) {
      int from = offset + row * stride;
      for (int i = from; i < from + length; i += VectorTiles.LANES) {
        FloatVector x = FloatVector.fromArray(VectorTiles.SPECIES, a, i);
        tanh(x.mul(inner)).mul(outer).intoArray(a, i);
      }
    }
  }

  /**
   * The rational approximation of tanh by a polynomial of degree 13 over one of degree 6, minimax
   * on |x| below 7.9, beyond which float32 tanh is 1; off by a few units in the last place.
   */
  private static FloatVector tanh(FloatVector unbounded) {
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

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(VectorTiles.SPECIES, value);
  }

  /** {@code d = constant + linear y + quadratic y²}. */
  private static void quadraticSlope(
      float constant,
      float linear,
      float quadratic,
      float[] y,
      int yOffset,
      float[] d,
      int dOffset,
      int stride,
      int rows,
      int length) {
    for (int row = 0; row < rows; row++) {
      int from = yOffset + row * stride;
      int to = dOffset + row * stride;
      for (int i = 0; i < length; i += VectorTiles.LANES) {
        FloatVector v = FloatVector.fromArray(VectorTiles.SPECIES, y, from + i);
        v.fma(broadcast(quadratic), broadcast(linear))
            .fma(v, broadcast(constant))
            .intoArray(d, to + i);
      }
    }
  }

  @Override
  public void lstmCell(StepFrame frame) {
    VectorLstm.cell(frame);
  }

  @Override
  public void lstmOutput(StepFrame frame) {
    VectorLstm.output(frame);
  }

  @Override
  public void lstmGradients(StepFrame frame) {
    VectorLstm.gradients(frame);
  }

  @Override
  public void lstmOutputGradients(StepFrame frame) {
    VectorLstm.outputGradients(frame);
  }

  @Override
  public void lstmCellGradients(StepFrame frame) {
    VectorLstm.cellGradients(frame);
  }

  @Override
  public void gruResetAfter(StepFrame frame) {
    VectorGru.resetAfter(frame);
  }

  @Override
  public void gruResetBefore(StepFrame frame) {
    VectorGru.resetBefore(frame);
  }

  @Override
  public void gruHidden(StepFrame frame, boolean keeps) {
    VectorGru.hidden(frame, keeps);
  }

  @Override
  public void gruHiddenGradients(StepFrame frame, boolean keeps) {
    VectorGru.hiddenGradients(frame, keeps);
  }

  @Override
  public void gruResetAfterGradients(StepFrame frame) {
    VectorGru.resetAfterGradients(frame);
  }

  @Override
  public void gruResetBeforeGradients(StepFrame frame) {
    VectorGru.resetBeforeGradients(frame);
  }

  @Override
  public void randomBits(RandomStream stream, long first, int count, int[] target) {
    if (MULTIPLIES_LONGS) {
      VectorPhilox.bits(stream, first, count, target);
    } else {
      Philox.bits(stream, first, count, target);
    }
  }

  @Override
  public void dropout(
      float rate, int[] bits, float[] a, int aOffset, float[] b, int bOffset, int length) {
    VectorDropout.apply(rate, bits, a, aOffset, b, bOffset, length);
  }

  @Override
  public void rnnGradients(StepFrame frame) {
    for (int row = 0; row < frame.rows; row++) {
      int gate = frame.gatesAt + row * frame.gateStride;
      int slope = row * frame.gateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < frame.block; j += VectorTiles.LANES) {
        FloatVector.fromArray(VectorTiles.SPECIES, frame.dHidden, d + j)
            .mul(FloatVector.fromArray(VectorTiles.SPECIES, frame.slopes, slope + j))
            .intoArray(frame.gates, gate + j);
      }
    }
  }
}

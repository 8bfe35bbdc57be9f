package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.cell.Activation;
import dev.sluice.device.RandomStream;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.Philox;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API. Load this class only if the module {@code jdk.incubator.vector} is
 * present.
 */
public final class VectorKernels implements Kernels {
  /** Whether the CPU multiplies 64-bit lanes in one instruction; only AVX-512 does. */
  private static final boolean MULTIPLIES_LONGS =
      VectorGemm.SPECIES.vectorShape() == VectorShape.S_512_BIT;

  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorGemm.SPECIES.vectorShape());

  private final Kernels plain = new PlainKernels();
  private final SpanKernels spans = new VectorSpanKernels();

  @Override
  public int lanes() {
    return VectorGemm.LANES;
  }

  @Override
  public int panelWidth() {
    return VectorGemm.WIDTH;
  }

  @Override
  public int panelHeight() {
    return VectorGemm.HEIGHT;
  }

  @Override
  public String description() {
    return "Vector API, " + VectorGemm.SPECIES.vectorBitSize() + " bit";
  }

  @Override
  public SpanKernels spans() {
    return spans;
  }

  @Override
  public PackedMatrix matrix(int depth, int columns, int parts) {
    return new VectorPackedMatrix(this, depth, columns);
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
    VectorGemm.multiply(
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
      int from = bOffset + right * depth * VectorGemm.WIDTH;
      for (int left = 0; left < heightPanels; left++) {
        VectorGemm.multiplyPanel(depth, a, left * depth * VectorGemm.HEIGHT, b, from, c, to);
        to += VectorGemm.HEIGHT * VectorGemm.WIDTH;
      }
    }
  }

  @Override
  public void addScaled(float factor, float[] a, int aOffset, float[] b, int bOffset, int length) {
    FloatVector factors = FloatVector.broadcast(VectorGemm.SPECIES, factor);
    int whole = VectorGemm.SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += VectorGemm.LANES) {
      FloatVector sum = FloatVector.fromArray(VectorGemm.SPECIES, b, bOffset + i);
      FloatVector.fromArray(VectorGemm.SPECIES, a, aOffset + i)
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
      case SIGMOID, TANH, SCALED_TANH -> {
        for (int row = 0; row < rows; row++) {
          activate(activation, a, offset + row * stride, length);
        }
      }
      default -> plain.activate(activation, a, offset, stride, rows, length);
    }
  }

  private static void activate(Activation activation, float[] a, int from, int length) {
    switch (activation.kind()) {
      case SIGMOID -> VectorActivations.sigmoid(a, from, length);
      case TANH -> VectorActivations.tanh(a, from, length);
      default ->
          VectorActivations.scaledTanh(activation.alpha(), activation.beta(), a, from, length);
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
      case SIGMOID -> quadraticDerivative(0, 1, -1, y, yOffset, d, dOffset, stride, rows, length);
      case TANH -> quadraticDerivative(1, 0, -1, y, yOffset, d, dOffset, stride, rows, length);
      default -> plain.derivative(activation, y, yOffset, d, dOffset, stride, rows, length);
    }
  }

  /** {@code d = constant + linear y + quadratic y²}. */
  private static void quadraticDerivative(
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
    FloatVector constants = FloatVector.broadcast(VectorGemm.SPECIES, constant);
    FloatVector linears = FloatVector.broadcast(VectorGemm.SPECIES, linear);
    FloatVector quadratics = FloatVector.broadcast(VectorGemm.SPECIES, quadratic);
    for (int row = 0; row < rows; row++) {
      int from = yOffset + row * stride;
      int to = dOffset + row * stride;
      for (int i = 0; i < length; i += VectorGemm.LANES) {
        FloatVector v = FloatVector.fromArray(VectorGemm.SPECIES, y, from + i);
        v.fma(quadratics, linears).fma(v, constants).intoArray(d, to + i);
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
  public void lstmForward(StepFrame frame) {
    VectorLstm.forward(frame);
  }

  @Override
  public void lstmBackward(StepFrame frame) {
    VectorLstm.backward(frame);
  }

  @Override
  public void gruForward(StepFrame frame, boolean keeps) {
    VectorGru.forward(frame, keeps);
  }

  @Override
  public void gruBackward(StepFrame frame, boolean keeps) {
    VectorGru.backward(frame, keeps);
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
  public void updateMaximum(
      int step,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int[] steps,
      int stepsOffset,
      int length) {
    int whole = VectorGemm.SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += VectorGemm.LANES) {
      FloatVector value = FloatVector.fromArray(VectorGemm.SPECIES, a, aOffset + i);
      FloatVector largest = FloatVector.fromArray(VectorGemm.SPECIES, b, bOffset + i);
      VectorMask<Float> larger =
          value
              .compare(VectorOperators.LE, largest)
              .not()
              .and(largest.compare(VectorOperators.EQ, largest));
      largest.blend(value, larger).intoArray(b, bOffset + i);
      IntVector.fromArray(INTS, steps, stepsOffset + i)
          .blend(step, larger.cast(INTS))
          .intoArray(steps, stepsOffset + i);
    }
    plain.updateMaximum(
        step, a, aOffset + whole, b, bOffset + whole, steps, stepsOffset + whole, length - whole);
  }

  @Override
  public void sumsOfSquares(float[] a, int from, int to, int size, double[] sums, int first) {
    VectorSquareSums.sum(a, from, to, size, sums, first);
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
      int derivativeAt = row * frame.gateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < frame.block; j += VectorGemm.LANES) {
        FloatVector.fromArray(VectorGemm.SPECIES, frame.dHidden, d + j)
            .mul(FloatVector.fromArray(VectorGemm.SPECIES, frame.derivatives, derivativeAt + j))
            .intoArray(frame.gates, gate + j);
      }
    }
  }
}

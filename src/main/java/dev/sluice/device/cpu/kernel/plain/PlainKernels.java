package dev.sluice.device.cpu.kernel.plain;

import dev.sluice.cell.Activation;
import dev.sluice.device.RandomStream;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.Philox;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/** Kernels as plain loops. The compiler vectorises most of them. */
public final class PlainKernels implements Kernels {
  private static final int LANES = 8;

  private final SpanKernels spans = new PlainSpanKernels();

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int panelWidth() {
    return PlainGemm.WIDTH;
  }

  @Override
  public int panelHeight() {
    return PlainGemm.HEIGHT;
  }

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public SpanKernels spans() {
    return spans;
  }

  @Override
  public PackedMatrix matrix(int depth, int columns, int parts) {
    return new PlainPackedMatrix(depth, columns, parts);
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
    PlainGemm.ofThread()
        .withLeft(a, aOffset, aStride, aStride, 1)
        .withResult(c, cOffset, cStride, PlainGemm.WIDTH)
        .multiplyPanels(rows, depth, packed, packedOffset, panels, accumulate);
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
    int rows = heightPanels * PlainGemm.HEIGHT;
    PlainGemm.ofThread()
        .withLeft(a, 0, depth, 1, PlainGemm.HEIGHT)
        .withResult(c, cOffset, PlainGemm.WIDTH, rows * PlainGemm.WIDTH)
        .multiplyPanels(rows, depth, b, bOffset, widthPanels, true);
  }

  @Override
  public void addScaled(float factor, float[] a, int aOffset, float[] b, int bOffset, int length) {
    PlainOperands operands = PlainOperands.ofThread();
    for (int at = 0; at < length; at += PlainOperands.MAX_LENGTH) {
      int count = Math.min(PlainOperands.MAX_LENGTH, length - at);
      operands.clear();
      float[] sum = operands.load(b, bOffset + at, count);
      PlainOperands.addScaled(factor, operands.load(a, aOffset + at, count), sum, count);
      System.arraycopy(sum, 0, b, bOffset + at, count);
    }
  }

  @Override
  public void activate(
      Activation activation, float[] a, int offset, int stride, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      int from = offset + row * stride;
      activate(activation, a, from, from + length);
    }
  }

  private static void activate(Activation activation, float[] a, int from, int end) {
    switch (activation.kind()) {
      case SIGMOID -> PlainActivations.tanh(0.5f, 0.5f, 0.5f, a, from, end);
      case TANH -> PlainActivations.tanh(1, 1, 0, a, from, end);
      case SCALED_TANH ->
          PlainActivations.tanh(activation.alpha(), activation.beta(), 0, a, from, end);
      default -> {
        for (int i = from; i < end; i++) {
          a[i] = activation.apply(a[i]);
        }
      }
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
    for (int row = 0; row < rows; row++) {
      int from = dOffset + row * stride;
      System.arraycopy(y, yOffset + row * stride, d, from, length);
      derivative(activation, d, from, from + length);
    }
  }

  /** Computes derivatives from outputs, in place. */
  private static void derivative(Activation activation, float[] d, int from, int end) {
    switch (activation.kind()) {
      case SIGMOID -> PlainActivations.quadratic(0, 1, -1, d, from, end);
      case TANH -> PlainActivations.quadratic(1, 0, -1, d, from, end);
      default -> {
        for (int i = from; i < end; i++) {
          d[i] = activation.derivative(d[i]);
        }
      }
    }
  }

  @Override
  public void lstmCell(StepFrame frame) {
    PlainGates.run(frame, PlainGates::lstmCell);
  }

  @Override
  public void lstmOutput(StepFrame frame) {
    PlainGates.run(frame, PlainGates::lstmOutput);
  }

  @Override
  public void lstmGradients(StepFrame frame) {
    PlainGates.run(frame, PlainGates::lstmGradients);
  }

  @Override
  public void lstmOutputGradients(StepFrame frame) {
    PlainGates.run(frame, PlainGates::lstmOutputGradients);
  }

  @Override
  public void lstmCellGradients(StepFrame frame) {
    PlainGates.run(frame, PlainGates::lstmCellGradients);
  }

  @Override
  public void gruResetAfter(StepFrame frame) {
    PlainGates.run(frame, PlainGates::gruResetAfter);
  }

  @Override
  public void gruResetBefore(StepFrame frame) {
    PlainGates.run(frame, PlainGates::gruResetBefore);
  }

  @Override
  public void gruHidden(StepFrame frame, boolean keeps) {
    PlainGates.run(frame, keeps ? PlainGates::gruHiddenKept : PlainGates::gruHiddenAdmitted);
  }

  @Override
  public void gruHiddenGradients(StepFrame frame, boolean keeps) {
    PlainGates.run(
        frame, keeps ? PlainGates::gruHiddenKeptGradients : PlainGates::gruHiddenAdmittedGradients);
  }

  @Override
  public void gruResetAfterGradients(StepFrame frame) {
    PlainGates.run(frame, PlainGates::gruResetAfterGradients);
  }

  @Override
  public void gruResetBeforeGradients(StepFrame frame) {
    PlainGates.run(frame, PlainGates::gruResetBeforeGradients);
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
    for (int i = 0; i < length; i++) {
      float value = a[aOffset + i];
      float largest = b[bOffset + i];
      if (!(value <= largest) && !Float.isNaN(largest)) {
        b[bOffset + i] = value;
        steps[stepsOffset + i] = step;
      }
    }
  }

  @Override
  public void sumsOfSquares(float[] a, int from, int to, int size, double[] sums, int first) {
    PlainSquareSums.sum(a, from, to, size, sums, first);
  }

  @Override
  public void randomBits(RandomStream stream, long first, int count, int[] target) {
    Philox.bits(stream, first, count, target);
  }

  @Override
  public void dropout(
      float rate, int[] bits, float[] a, int aOffset, float[] b, int bOffset, int length) {
    float factor = 1 / (1 - rate);
    for (int i = 0; i < length; i++) {
      b[bOffset + i] = Philox.uniform(bits[i]) < rate ? 0 : a[aOffset + i] * factor;
    }
  }

  @Override
  public void rnnGradients(StepFrame frame) {
    PlainGates.run(frame, PlainGates::rnnGradients);
  }
}

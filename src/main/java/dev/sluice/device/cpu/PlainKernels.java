package dev.sluice.device.cpu;

import dev.sluice.cell.Activation;
import java.util.Arrays;

/** Kernels as plain loops, which the compiler vectorises as well as it can. */
final class PlainKernels implements Kernels {
  private static final int LANES = 8;
  private static final int WIDTH = 16;
  private static final int HEIGHT = 4;

  private final Spans spans = new PlainSpans();

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int panelWidth() {
    return WIDTH;
  }

  @Override
  public int panelHeight() {
    return HEIGHT;
  }

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public Spans spans() {
    return spans;
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
    for (int panel = 0; panel < panels; panel++) {
      for (int row = 0; row < rows; row++) {
        multiplyRow(
            depth,
            a,
            aOffset + row * aStride,
            1,
            packed,
            packedOffset + panel * depth * WIDTH,
            c,
            cOffset + row * cStride + panel * WIDTH,
            accumulate);
      }
    }
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
      int cOffset,
      int cStride) {
    for (int right = 0; right < widthPanels; right++) {
      for (int row = 0; row < heightPanels * HEIGHT; row++) {
        multiplyRow(
            depth,
            a,
            row / HEIGHT * depth * HEIGHT + row % HEIGHT,
            HEIGHT,
            b,
            bOffset + right * depth * WIDTH,
            c,
            cOffset + row * cStride + right * WIDTH,
            true);
      }
    }
  }

  /** One row of A times one panel of B. */
  private static void multiplyRow(
      int depth,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      boolean accumulate) {
    if (!accumulate) {
      Arrays.fill(c, cOffset, cOffset + WIDTH, 0);
    }
    for (int k = 0; k < depth; k++) {
      float factor = a[aOffset + k * aStride];
      int from = bOffset + k * WIDTH;
      for (int j = 0; j < WIDTH; j++) {
        c[cOffset + j] += factor * b[from + j];
      }
    }
  }

  @Override
  public void addScaled(float factor, float[] a, int aOffset, float[] b, int bOffset, int length) {
    for (int i = 0; i < length; i++) {
      b[bOffset + i] += factor * a[aOffset + i];
    }
  }

  @Override
  public void activate(
      Activation activation, float[] a, int offset, int stride, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      int from = offset + row * stride;
      for (int i = from; i < from + length; i++) {
        a[i] = activation.apply(a[i]);
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
      int from = yOffset + row * stride;
      int to = dOffset + row * stride;
      switch (activation.kind()) {
        case SIGMOID -> {
          for (int i = 0; i < length; i++) {
            d[to + i] = y[from + i] * (1 - y[from + i]);
          }
        }
        case TANH -> {
          for (int i = 0; i < length; i++) {
            d[to + i] = 1 - y[from + i] * y[from + i];
          }
        }
        default -> {
          for (int i = 0; i < length; i++) {
            d[to + i] = activation.derivative(y[from + i]);
          }
        }
      }
    }
  }

  @Override
  public void lstmCell(StepFrame frame) {
    PlainGates.lstmCell(frame);
  }

  @Override
  public void lstmOutput(StepFrame frame) {
    PlainGates.lstmOutput(frame);
  }

  @Override
  public void lstmGradients(StepFrame frame) {
    PlainGates.lstmGradients(frame);
  }

  @Override
  public void lstmOutputGradients(StepFrame frame) {
    PlainGates.lstmOutputGradients(frame);
  }

  @Override
  public void lstmCellGradients(StepFrame frame) {
    PlainGates.lstmCellGradients(frame);
  }

  @Override
  public void gruResetAfter(StepFrame frame) {
    PlainGates.gruResetAfter(frame);
  }

  @Override
  public void gruResetBefore(StepFrame frame) {
    PlainGates.gruResetBefore(frame);
  }

  @Override
  public void gruHidden(StepFrame frame, boolean keeps) {
    PlainGates.gruHidden(frame, keeps);
  }

  @Override
  public void gruHiddenGradients(StepFrame frame, boolean keeps) {
    PlainGates.gruHiddenGradients(frame, keeps);
  }

  @Override
  public void gruResetAfterGradients(StepFrame frame) {
    PlainGates.gruResetAfterGradients(frame);
  }

  @Override
  public void gruResetBeforeGradients(StepFrame frame) {
    PlainGates.gruResetBeforeGradients(frame);
  }

  @Override
  public void rnnGradients(StepFrame frame) {
    PlainGates.rnnGradients(frame);
  }
}

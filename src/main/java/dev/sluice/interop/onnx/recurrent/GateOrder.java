package dev.sluice.interop.onnx.recurrent;

import dev.sluice.cell.Cell;

/** Converts between the gate orders of ONNX (iofc, zrh) and of the engine (ifgo, rzn). */
public final class GateOrder {
  private static final int[] LSTM = {0, 3, 1, 2};
  private static final int[] GRU = {1, 0, 2};
  private static final int[] RNN = {0};

  private GateOrder() {}

  private static int[] of(Cell cell) {
    return cell.match(rnn -> RNN, lstm -> LSTM, gru -> GRU);
  }

  /** Copies gates in our order to ONNX's. */
  public static void toOnnx(Cell cell, float[] ours, float[] onnx, int offset) {
    int[] order = of(cell);
    int block = ours.length / order.length;
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(ours, order[gate] * block, onnx, offset + gate * block, block);
    }
  }

  /** Copies {@code length} values, gates in ONNX's order, to ours. */
  static float[] fromOnnx(Cell cell, float[] onnx, int offset, int length) {
    int[] order = of(cell);
    int block = length / order.length;
    float[] ours = new float[length];
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(onnx, offset + gate * block, ours, order[gate] * block, block);
    }
    return ours;
  }
}

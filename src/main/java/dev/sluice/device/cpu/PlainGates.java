package dev.sluice.device.cpu;

/** The cells' arithmetic between their products as plain loops; see {@link Kernels} for each. */
final class PlainGates {
  private PlainGates() {}

  static void lstmCell(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int gate = frame.gatesAt + row * frame.gateStride;
      int previous = frame.previousCellAt + row * frame.stateStride;
      int state = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        float f = frame.gates[gate + j];
        float i = frame.gates[gate + block + j];
        float g = frame.gates[gate + 3 * block + j];
        float c = f * frame.previousCell[previous + j] + i * g;
        frame.cell[state + j] = c;
        frame.inner[state + j] = c;
      }
    }
  }

  static void lstmOutput(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int o = frame.gatesAt + row * frame.gateStride + 2 * block;
      int state = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        frame.output[state + j] = frame.gates[o + j] * frame.inner[state + j];
      }
    }
  }

  static void lstmGradients(StepFrame frame) {
    lstmOutputGradients(frame);
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int d = row * frame.stateStride;
      for (int j = d; j < d + block; j++) {
        frame.dCell[j] += frame.innerSlopes[j];
      }
    }
    lstmCellGradients(frame);
  }

  static void lstmOutputGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int state = frame.stateAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      int gate = frame.gatesAt + row * frame.gateStride + 2 * block;
      int slope = row * frame.gateStride + 2 * block;
      for (int j = 0; j < block; j++) {
        float dOutput = frame.dOutput[d + j];
        frame.innerSlopes[d + j] *= dOutput * gates[gate + j];
        gates[gate + j] = dOutput * frame.inner[state + j] * frame.slopes[slope + j];
      }
    }
  }

  static void lstmCellGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] slopes = frame.slopes;
    for (int row = 0; row < frame.rows; row++) {
      int previous = frame.previousCellAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        int f = frame.gatesAt + row * frame.gateStride + j;
        int i = f + block;
        int g = i + 2 * block;
        int s = row * frame.gateStride + j;
        float dC = frame.dCell[d + j];
        float input = gates[i];
        frame.dCell[d + j] = dC * gates[f];
        gates[f] = dC * frame.previousCell[previous + j] * slopes[s];
        gates[i] = dC * gates[g] * slopes[s + block];
        gates[g] = dC * input * slopes[s + 3 * block];
      }
    }
  }

  static void gruResetAfter(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      for (int j = 0; j < block; j++) {
        frame.gates[n + j] += frame.gates[n + block + j] * frame.gates[n + 3 * block + j];
      }
    }
  }

  static void gruResetAfterGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int slope = row * frame.gateStride + block;
      for (int j = 0; j < block; j++) {
        int r = n + block + j;
        int q = n + 3 * block + j;
        float dN = gates[n + j];
        float reset = gates[r];
        gates[r] = dN * gates[q] * frame.slopes[slope + j];
        gates[q] = dN * reset;
      }
    }
  }

  static void gruResetBefore(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int r = frame.gatesAt + row * frame.gateStride + block;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int s = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        frame.inner[s + j] = frame.gates[r + j] * frame.previousHidden[p + j];
      }
    }
  }

  static void gruResetBeforeGradients(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int r = frame.gatesAt + row * frame.gateStride + block;
      int slope = row * frame.gateStride + block;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        float dInner = frame.innerSlopes[d + j];
        frame.dHidden[d + j] += dInner * frame.gates[r + j];
        frame.gates[r + j] = dInner * frame.previousHidden[p + j] * frame.slopes[slope + j];
      }
    }
  }

  static void gruHidden(StepFrame frame, boolean keeps) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int h = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        float z = frame.gates[n + 2 * block + j];
        float candidate = frame.gates[n + j];
        float previous = frame.previousHidden[p + j];
        frame.hidden[h + j] =
            keeps ? candidate + z * (previous - candidate) : previous + z * (candidate - previous);
      }
    }
  }

  static void gruHiddenGradients(StepFrame frame, boolean keeps) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int slope = row * frame.gateStride;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        int z = n + 2 * block + j;
        float dH = frame.dHidden[d + j];
        float open = dH * gates[z];
        float shut = dH - open;
        float dZ = dH * (frame.previousHidden[p + j] - gates[n + j]);
        gates[z] = (keeps ? dZ : -dZ) * frame.slopes[slope + 2 * block + j];
        gates[n + j] = (keeps ? shut : open) * frame.slopes[slope + j];
        frame.dHidden[d + j] = keeps ? open : shut;
      }
    }
  }

  static void rnnGradients(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int gate = frame.gatesAt + row * frame.gateStride;
      int slope = row * frame.gateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j++) {
        frame.gates[gate + j] = frame.dHidden[d + j] * frame.slopes[slope + j];
      }
    }
  }
}

package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The element-wise part of the LSTM on the Vector API. Blocks f, i, o, g. */
final class VectorLstm {
  private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
  private static final int LANES = VectorGemm.LANES;
  private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);

  private VectorLstm() {}

  /** See {@link Kernels#lstmForward}; fused, row by row. */
  static void forward(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] previous = frame.previousCell;
    float[] cell = frame.cell;
    float[] inner = frame.inner;
    float[] output = frame.output;
    for (int row = 0; row < frame.rows; row++) {
      int first = frame.gatesAt + row * frame.gateStride;
      int p = frame.previousCellAt + row * frame.stateStride;
      int state = frame.stateAt + row * frame.stateStride;
      VectorActivations.sigmoid(gates, first, 3 * block);
      VectorActivations.tanh(gates, first + 3 * block, block);
      for (int j = 0; j < block; j += LANES) {
        int f = first + j;
        FloatVector next =
            FloatVector.fromArray(SPECIES, gates, f + block)
                .fma(
                    FloatVector.fromArray(SPECIES, gates, f + 3 * block),
                    FloatVector.fromArray(SPECIES, gates, f)
                        .mul(FloatVector.fromArray(SPECIES, previous, p + j)));
        next.intoArray(cell, state + j);
        next.intoArray(inner, state + j);
      }
      VectorActivations.tanh(inner, state, block);
      for (int j = 0; j < block; j += LANES) {
        FloatVector.fromArray(SPECIES, gates, first + 2 * block + j)
            .mul(FloatVector.fromArray(SPECIES, inner, state + j))
            .intoArray(output, state + j);
      }
    }
  }

  /**
   * See {@link Kernels#lstmBackward}; fused. For an output y, the derivative of sigmoid is y (1 -
   * y) and that of tanh is 1 - y².
   */
  static void backward(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] previous = frame.previousCell;
    float[] dOutput = frame.dOutput;
    float[] dCell = frame.dCell;
    for (int row = 0; row < frame.rows; row++) {
      int first = frame.gatesAt + row * frame.gateStride;
      int state = frame.stateAt + row * frame.stateStride;
      int p = frame.previousCellAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        int f = first + j;
        FloatVector dH = FloatVector.fromArray(SPECIES, dOutput, d + j);
        FloatVector inner = FloatVector.fromArray(SPECIES, frame.inner, state + j);
        FloatVector open = FloatVector.fromArray(SPECIES, gates, f + 2 * block);
        FloatVector dC =
            dH.mul(open)
                .fma(inner.neg().fma(inner, ONE), FloatVector.fromArray(SPECIES, dCell, d + j));
        dH.mul(inner).mul(ONE.sub(open).mul(open)).intoArray(gates, f + 2 * block);
        FloatVector input = FloatVector.fromArray(SPECIES, gates, f + block);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, f + 3 * block);
        dC.mul(candidate).mul(ONE.sub(input).mul(input)).intoArray(gates, f + block);
        dC.mul(input).mul(candidate.neg().fma(candidate, ONE)).intoArray(gates, f + 3 * block);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, f);
        dC.mul(FloatVector.fromArray(SPECIES, previous, p + j))
            .mul(ONE.sub(forget).mul(forget))
            .intoArray(gates, f);
        dC.mul(forget).intoArray(dCell, d + j);
      }
    }
  }

  static void cell(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] previous = frame.previousCell;
    float[] cell = frame.cell;
    float[] inner = frame.inner;
    for (int row = 0; row < frame.rows; row++) {
      int f = frame.gatesAt + row * frame.gateStride;
      int i = f + block;
      int g = i + 2 * block;
      int p = frame.previousCellAt + row * frame.stateStride;
      int c = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector forgotten =
            FloatVector.fromArray(SPECIES, gates, f + j)
                .mul(FloatVector.fromArray(SPECIES, previous, p + j));
        FloatVector next =
            FloatVector.fromArray(SPECIES, gates, i + j)
                .fma(FloatVector.fromArray(SPECIES, gates, g + j), forgotten);
        next.intoArray(cell, c + j);
        next.intoArray(inner, c + j);
      }
    }
  }

  static void output(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] inner = frame.inner;
    float[] output = frame.output;
    for (int row = 0; row < frame.rows; row++) {
      int o = frame.gatesAt + row * frame.gateStride + 2 * block;
      int h = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector.fromArray(SPECIES, gates, o + j)
            .mul(FloatVector.fromArray(SPECIES, inner, h + j))
            .intoArray(output, h + j);
      }
    }
  }

  static void gradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] derivatives = frame.derivatives;
    for (int row = 0; row < frame.rows; row++) {
      int gate = frame.gatesAt + row * frame.gateStride;
      int derivativeAt = row * frame.gateStride;
      int state = frame.stateAt + row * frame.stateStride;
      int previous = frame.previousCellAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        int f = gate + j;
        int i = f + block;
        int o = i + block;
        int g = o + block;
        int s = derivativeAt + j;
        FloatVector dH = FloatVector.fromArray(SPECIES, frame.dOutput, d + j);
        FloatVector inner = FloatVector.fromArray(SPECIES, frame.inner, state + j);
        FloatVector output = FloatVector.fromArray(SPECIES, gates, o);
        FloatVector innerDerivative = FloatVector.fromArray(SPECIES, frame.innerDerivatives, d + j);
        FloatVector dC =
            dH.mul(output).fma(innerDerivative, FloatVector.fromArray(SPECIES, frame.dCell, d + j));
        dH.mul(inner)
            .mul(FloatVector.fromArray(SPECIES, derivatives, s + 2 * block))
            .intoArray(gates, o);
        FloatVector input = FloatVector.fromArray(SPECIES, gates, i);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g);
        dC.mul(candidate)
            .mul(FloatVector.fromArray(SPECIES, derivatives, s + block))
            .intoArray(gates, i);
        dC.mul(input)
            .mul(FloatVector.fromArray(SPECIES, derivatives, s + 3 * block))
            .intoArray(gates, g);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, f);
        dC.mul(FloatVector.fromArray(SPECIES, frame.previousCell, previous + j))
            .mul(FloatVector.fromArray(SPECIES, derivatives, s))
            .intoArray(gates, f);
        dC.mul(forget).intoArray(frame.dCell, d + j);
      }
    }
  }

  static void outputGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int o = frame.gatesAt + row * frame.gateStride + 2 * block;
      int derivativeAt = row * frame.gateStride + 2 * block;
      int state = frame.stateAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector dOutput = FloatVector.fromArray(SPECIES, frame.dOutput, d + j);
        FloatVector output = FloatVector.fromArray(SPECIES, gates, o + j);
        dOutput
            .mul(output)
            .mul(FloatVector.fromArray(SPECIES, frame.innerDerivatives, d + j))
            .intoArray(frame.innerDerivatives, d + j);
        dOutput
            .mul(FloatVector.fromArray(SPECIES, frame.inner, state + j))
            .mul(FloatVector.fromArray(SPECIES, frame.derivatives, derivativeAt + j))
            .intoArray(gates, o + j);
      }
    }
  }

  static void cellGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    float[] derivatives = frame.derivatives;
    for (int row = 0; row < frame.rows; row++) {
      int gate = frame.gatesAt + row * frame.gateStride;
      int derivativeAt = row * frame.gateStride;
      int previous = frame.previousCellAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        int f = gate + j;
        int i = f + block;
        int g = i + 2 * block;
        int s = derivativeAt + j;
        FloatVector dC = FloatVector.fromArray(SPECIES, frame.dCell, d + j);
        FloatVector forget = FloatVector.fromArray(SPECIES, gates, f);
        FloatVector input = FloatVector.fromArray(SPECIES, gates, i);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, g);
        dC.mul(FloatVector.fromArray(SPECIES, frame.previousCell, previous + j))
            .mul(FloatVector.fromArray(SPECIES, derivatives, s))
            .intoArray(gates, f);
        dC.mul(candidate)
            .mul(FloatVector.fromArray(SPECIES, derivatives, s + block))
            .intoArray(gates, i);
        dC.mul(input)
            .mul(FloatVector.fromArray(SPECIES, derivatives, s + 3 * block))
            .intoArray(gates, g);
        dC.mul(forget).intoArray(frame.dCell, d + j);
      }
    }
  }
}

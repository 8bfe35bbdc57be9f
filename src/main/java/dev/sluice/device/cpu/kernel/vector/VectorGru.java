package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The element-wise part of the GRU on the Vector API. Blocks n, r, z, and q with a reset after the
 * product.
 */
final class VectorGru {
  private static final VectorSpecies<Float> SPECIES = VectorGemm.SPECIES;
  private static final int LANES = VectorGemm.LANES;
  private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);

  private VectorGru() {}

  /** See {@link Kernels#gruForward}; fused, row by row. */
  static void forward(StepFrame frame, boolean keeps) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int first = frame.gatesAt + row * frame.gateStride;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int h = frame.stateAt + row * frame.stateStride;
      VectorActivations.sigmoid(gates, first + block, 2 * block);
      for (int j = 0; j < block; j += LANES) {
        int n = first + j;
        FloatVector.fromArray(SPECIES, gates, n + block)
            .fma(
                FloatVector.fromArray(SPECIES, gates, n + 3 * block),
                FloatVector.fromArray(SPECIES, gates, n))
            .intoArray(gates, n);
      }
      VectorActivations.tanh(gates, first, block);
      for (int j = 0; j < block; j += LANES) {
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, first + j);
        FloatVector update = FloatVector.fromArray(SPECIES, gates, first + 2 * block + j);
        FloatVector previous = FloatVector.fromArray(SPECIES, frame.previousHidden, p + j);
        if (keeps) {
          update.fma(previous.sub(candidate), candidate).intoArray(frame.hidden, h + j);
        } else {
          update.fma(candidate.sub(previous), previous).intoArray(frame.hidden, h + j);
        }
      }
    }
  }

  /**
   * See {@link Kernels#gruBackward}; fused, with the derivatives of {@link VectorLstm#backward}.
   */
  static void backward(StepFrame frame, boolean keeps) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int first = frame.gatesAt + row * frame.gateStride;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        int n = first + j;
        FloatVector dH = FloatVector.fromArray(SPECIES, frame.dHidden, d + j);
        FloatVector reset = FloatVector.fromArray(SPECIES, gates, n + block);
        FloatVector update = FloatVector.fromArray(SPECIES, gates, n + 2 * block);
        FloatVector recurrent = FloatVector.fromArray(SPECIES, gates, n + 3 * block);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, n);
        FloatVector previous = FloatVector.fromArray(SPECIES, frame.previousHidden, p + j);
        FloatVector open = dH.mul(update);
        FloatVector closed = dH.sub(open);
        FloatVector dUpdate = dH.mul(previous.sub(candidate));
        FloatVector updateDerivative = ONE.sub(update).mul(update);
        FloatVector candidateDerivative = candidate.neg().fma(candidate, ONE);
        FloatVector dCandidate;
        if (keeps) {
          dUpdate.mul(updateDerivative).intoArray(gates, n + 2 * block);
          open.intoArray(frame.dHidden, d + j);
          dCandidate = closed;
        } else {
          dUpdate.neg().mul(updateDerivative).intoArray(gates, n + 2 * block);
          closed.intoArray(frame.dHidden, d + j);
          dCandidate = open;
        }
        FloatVector dN = candidateDerivative.mul(dCandidate);
        dN.intoArray(gates, n);
        dN.mul(recurrent).mul(ONE.sub(reset).mul(reset)).intoArray(gates, n + block);
        dN.mul(reset).intoArray(gates, n + 3 * block);
      }
    }
  }

  static void resetAfter(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int r = n + block;
      int q = r + 2 * block;
      for (int j = 0; j < block; j += LANES) {
        FloatVector.fromArray(SPECIES, gates, r + j)
            .fma(
                FloatVector.fromArray(SPECIES, gates, q + j),
                FloatVector.fromArray(SPECIES, gates, n + j))
            .intoArray(gates, n + j);
      }
    }
  }

  static void resetAfterGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int r = n + block;
      int q = r + 2 * block;
      int derivativeAt = row * frame.gateStride + block;
      for (int j = 0; j < block; j += LANES) {
        FloatVector dN = FloatVector.fromArray(SPECIES, gates, n + j);
        FloatVector reset = FloatVector.fromArray(SPECIES, gates, r + j);
        dN.mul(FloatVector.fromArray(SPECIES, gates, q + j))
            .mul(FloatVector.fromArray(SPECIES, frame.derivatives, derivativeAt + j))
            .intoArray(gates, r + j);
        dN.mul(reset).intoArray(gates, q + j);
      }
    }
  }

  static void resetBefore(StepFrame frame) {
    int block = frame.block;
    for (int row = 0; row < frame.rows; row++) {
      int r = frame.gatesAt + row * frame.gateStride + block;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int s = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector.fromArray(SPECIES, frame.gates, r + j)
            .mul(FloatVector.fromArray(SPECIES, frame.previousHidden, p + j))
            .intoArray(frame.inner, s + j);
      }
    }
  }

  static void resetBeforeGradients(StepFrame frame) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int r = frame.gatesAt + row * frame.gateStride + block;
      int derivativeAt = row * frame.gateStride + block;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector dInner = FloatVector.fromArray(SPECIES, frame.innerDerivatives, d + j);
        dInner
            .fma(
                FloatVector.fromArray(SPECIES, gates, r + j),
                FloatVector.fromArray(SPECIES, frame.dHidden, d + j))
            .intoArray(frame.dHidden, d + j);
        dInner
            .mul(FloatVector.fromArray(SPECIES, frame.previousHidden, p + j))
            .mul(FloatVector.fromArray(SPECIES, frame.derivatives, derivativeAt + j))
            .intoArray(gates, r + j);
      }
    }
  }

  /** {@code h' = b + z (a - b)}: a is the value for z = 1, b the value for z = 0. */
  static void hidden(StepFrame frame, boolean keeps) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int z = n + 2 * block;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int h = frame.stateAt + row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector update = FloatVector.fromArray(SPECIES, gates, z + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, n + j);
        FloatVector previous = FloatVector.fromArray(SPECIES, frame.previousHidden, p + j);
        if (keeps) {
          update.fma(previous.sub(candidate), candidate).intoArray(frame.hidden, h + j);
        } else {
          update.fma(candidate.sub(previous), previous).intoArray(frame.hidden, h + j);
        }
      }
    }
  }

  static void hiddenGradients(StepFrame frame, boolean keeps) {
    int block = frame.block;
    float[] gates = frame.gates;
    for (int row = 0; row < frame.rows; row++) {
      int n = frame.gatesAt + row * frame.gateStride;
      int z = n + 2 * block;
      int derivativeAt = row * frame.gateStride;
      int p = frame.previousHiddenAt + row * frame.stateStride;
      int d = row * frame.stateStride;
      for (int j = 0; j < block; j += LANES) {
        FloatVector dH = FloatVector.fromArray(SPECIES, frame.dHidden, d + j);
        FloatVector update = FloatVector.fromArray(SPECIES, gates, z + j);
        FloatVector candidate = FloatVector.fromArray(SPECIES, gates, n + j);
        FloatVector previous = FloatVector.fromArray(SPECIES, frame.previousHidden, p + j);
        FloatVector open = dH.mul(update);
        FloatVector closed = dH.sub(open);
        FloatVector dZ = dH.mul(previous.sub(candidate));
        FloatVector zDerivative =
            FloatVector.fromArray(SPECIES, frame.derivatives, derivativeAt + 2 * block + j);
        FloatVector nDerivative =
            FloatVector.fromArray(SPECIES, frame.derivatives, derivativeAt + j);
        if (keeps) {
          dZ.mul(zDerivative).intoArray(gates, z + j);
          closed.mul(nDerivative).intoArray(gates, n + j);
          open.intoArray(frame.dHidden, d + j);
        } else {
          dZ.neg().mul(zDerivative).intoArray(gates, z + j);
          open.mul(nDerivative).intoArray(gates, n + j);
          closed.intoArray(frame.dHidden, d + j);
        }
      }
    }
  }
}

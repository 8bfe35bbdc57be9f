package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/** The coupled gates of an LSTM, {@code f = 1 - i}; blocks f, i. */
final class CoupledGates {
  private final Kernels kernels;

  CoupledGates(Kernels kernels) {
    this.kernels = kernels;
  }

  void forward(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int forget = f.gatesAt + row * f.gateStride;
      System.arraycopy(f.gates, forget + f.block, f.gates, forget, f.block);
      for (int j = forget; j < forget + f.block; j++) {
        f.gates[j] = 1 - f.gates[j];
      }
    }
  }

  /** The derivative of f is that of i with the opposite sign, which {@link #backward} applies. */
  void derivatives(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int forget = row * f.gateStride;
      System.arraycopy(f.derivatives, forget + f.block, f.derivatives, forget, f.block);
    }
  }

  /** Subtracts the gradient with respect to f from the gradient with respect to i. */
  void backward(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int forget = f.gatesAt + row * f.gateStride;
      kernels.addScaled(-1, f.gates, forget, f.gates, forget + f.block, f.block);
    }
  }
}

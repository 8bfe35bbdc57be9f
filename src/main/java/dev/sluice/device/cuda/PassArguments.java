package dev.sluice.device.cuda;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import java.nio.ByteBuffer;

/**
 * The {@code struct Pass} of recurrence.cuh: everything about a pass that its step kernels read.
 * Recorded graphs hold only its address.
 *
 * @param first the step of a chunk's first launch
 * @param y where outputs go, on the way forward; else null
 * @param dY gradients by the outputs, on the way back; null for zeros
 */
record PassArguments(
    CudaDevice device,
    PassMemory pass,
    StepMemory steps,
    CellParameters parameters,
    int first,
    int timesteps,
    int batch,
    int hidden,
    boolean reverse,
    int window,
    FeatureSlice y,
    FeatureSlice dY) {
  private static final int POINTERS = 19;
  private static final int INTEGERS = 8;

  /** The size of the struct. */
  static final int BYTES = POINTERS * Long.BYTES + INTEGERS * Integer.BYTES;

  /** Submits the copy to the plan's place. */
  void write() {
    device
        .staging()
        .write(steps.arguments, BYTES / Integer.BYTES, (target, from, count) -> put(target));
  }

  private void put(ByteBuffer target) {
    pointer(target, pass.lengths);
    pointer(target, bias(CellParameter.BIAS_IH));
    pointer(target, bias(CellParameter.BIAS_HH));
    pointer(target, pass.gates);
    pointer(target, pass.inner);
    pointer(target, pass.hiddens);
    pointer(target, pass.cells);
    pointer(target, y == null ? null : Slices.output(y, device));
    pointer(target, dY == null ? null : Slices.input(dY, device));
    pointer(target, steps.h);
    pointer(target, steps.c);
    pointer(target, steps.recurrent);
    pointer(target, steps.reset);
    pointer(target, steps.dH);
    pointer(target, steps.dC);
    pointer(target, steps.dGates);
    pointer(target, steps.hRounded);
    pointer(target, steps.resetRounded);
    pointer(target, steps.dGatesRounded);
    target.putInt(first).putInt(timesteps).putInt(batch).putInt(hidden);
    target.putInt(reverse ? 1 : 0).putInt(window);
    target.putInt(y == null ? 0 : Slices.stride(y)).putInt(dY == null ? 0 : Slices.stride(dY));
  }

  private DeviceMemory bias(CellParameter role) {
    return parameters.has(role)
        ? CudaTensor.of(parameters.get(role).value(), device).input()
        : null;
  }

  private static void pointer(ByteBuffer target, DeviceMemory memory) {
    target.putLong(memory == null ? 0 : memory.address());
  }
}

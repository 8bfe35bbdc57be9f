package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RandomStream;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.spi.ZoneoutRandomOffsets;
import java.nio.ByteBuffer;

/**
 * The kernel argument {@code struct Pass} of recurrence.cuh: everything about a pass that its step
 * kernels read. Recorded graphs contain only its address.
 *
 * @param first the step that the first launch computes
 * @param window the length of truncated backpropagation, in timesteps
 * @param masks the random stream of zoneout's masks; null if zoneout uses its expectation
 * @param y the outputs, in the forward pass; else null
 * @param dY the gradient of the loss with respect to y, in the backward pass; null for zeros
 * @param dCells the gradient of the loss with respect to every step's c, in the backward pass; null
 *     for zeros
 */
public record PassArguments(
    CudaBackend device,
    Cell cell,
    CellParameters parameters,
    PassMemory pass,
    StepWorkspace steps,
    StepOrder order,
    int first,
    int window,
    RandomStream masks,
    FeatureSlice y,
    FeatureSlice dY,
    FeatureSlice dCells) {
  private static final int POINTERS = 42;
  private static final int ZONEOUT_BYTES = 5 * Long.BYTES;
  private static final int INTEGERS = 12;

  /** The size of the struct in bytes. */
  public static final int BYTES = POINTERS * Long.BYTES + ZONEOUT_BYTES + INTEGERS * Integer.BYTES;

  /** Submits the copy to {@link StepWorkspace#arguments}. */
  void write() {
    device
        .staging()
        .write(steps.arguments, BYTES / Integer.BYTES, (target, from, count) -> put(target));
  }

  private void put(ByteBuffer target) {
    pointer(target, pass.lengths);
    putParameters(target);
    putPass(target);
    pointer(target, y == null ? null : SliceAddresses.output(y, device));
    pointer(target, dY == null ? null : SliceAddresses.input(dY, device));
    pointer(target, dCells == null ? null : SliceAddresses.input(dCells, device));
    putSteps(target);
    putZoneout(target);
    target.putInt(first).putInt(order.timesteps()).putInt(order.batch());
    target.putInt(cell.hiddenSize()).putInt(cell.outputSize());
    target.putInt(cell.gates() * cell.hiddenSize());
    target.putInt(order.reverse() ? 1 : 0).putInt(window);
    target.putInt(stride(y)).putInt(stride(dY)).putInt(stride(dCells));
    target.putInt(0); // Pads the struct to a multiple of eight bytes.
  }

  private void putParameters(ByteBuffer target) {
    parameter(target, CellParameter.BIAS_IH);
    parameter(target, CellParameter.BIAS_HH);
    parameter(target, CellParameter.WEIGHT_CI);
    parameter(target, CellParameter.WEIGHT_CF);
    parameter(target, CellParameter.WEIGHT_CO);
    parameter(target, CellParameter.BIAS_C);
    norm(target, CellParameter.NORM_IH, pass.normInput);
    norm(target, CellParameter.NORM_HH, pass.normState);
    norm(target, CellParameter.NORM_C, pass.normCell);
  }

  private void putPass(ByteBuffer target) {
    pointer(target, pass.gates);
    pointer(target, pass.inner);
    pointer(target, pass.hiddens);
    pointer(target, pass.cells);
    pointer(target, pass.freshCells);
    pointer(target, pass.projectionGradients);
    pointer(target, pass.stateGradients);
    pointer(target, pass.outputGradients);
  }

  private void putSteps(ByteBuffer target) {
    pointer(target, steps.h);
    pointer(target, steps.c);
    pointer(target, steps.recurrent);
    pointer(target, steps.reset);
    pointer(target, steps.m);
    pointer(target, steps.projection);
    pointer(target, steps.dH);
    pointer(target, steps.dC);
    pointer(target, steps.dFresh);
    pointer(target, steps.dGates);
    pointer(target, steps.hRounded);
    pointer(target, steps.resetRounded);
    pointer(target, steps.mRounded);
    pointer(target, steps.projectionRounded);
    pointer(target, steps.dGatesRounded);
  }

  private void putZoneout(ByteBuffer target) {
    target.putLong(masks == null ? 0 : masks.seed()).putLong(masks == null ? 0 : masks.step());
    target.putInt(masks == null ? 0 : masks.site()).putInt(0);
    target.putLong(ZoneoutRandomOffsets.of(cell, order.timesteps(), order.batch()).firstCellUnit());
    target.putInt(masks == null ? 0 : 1).putInt(0);
  }

  private void norm(ByteBuffer target, CellParameter gains, NormMemory memory) {
    parameter(target, gains);
    pointer(target, memory == null ? null : memory.normed());
    pointer(target, memory == null ? null : memory.scales());
  }

  private void parameter(ByteBuffer target, CellParameter role) {
    pointer(
        target,
        parameters.has(role) ? CudaTensor.of(parameters.get(role).value(), device).input() : null);
  }

  private static void pointer(ByteBuffer target, DeviceMemory memory) {
    target.putLong(memory == null ? 0 : memory.address());
  }

  private static int stride(FeatureSlice slice) {
    return slice == null ? 0 : SliceAddresses.stride(slice);
  }
}

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
import org.jspecify.annotations.Nullable;

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
    @Nullable RandomStream masks,
    @Nullable FeatureSlice y,
    @Nullable FeatureSlice dY,
    @Nullable FeatureSlice dCells) {

  /** The size of the struct in bytes. */
  public static final int BYTES = PassLayout.PASS.bytes();

  /** Submits the copy to {@link StepWorkspace#arguments}. */
  void write() {
    device
        .staging()
        .write(
            steps.arguments,
            BYTES / Integer.BYTES,
            (target, from, count) -> PassLayout.PASS.put(this, target));
  }

  @Nullable DeviceMemory outputs() {
    return y == null ? null : SliceAddresses.output(y, device);
  }

  @Nullable DeviceMemory gradients(@Nullable FeatureSlice slice) {
    return slice == null ? null : SliceAddresses.input(slice, device);
  }

  @Nullable DeviceMemory parameter(CellParameter role) {
    return parameters.has(role)
        ? CudaTensor.of(parameters.get(role).value(), device).input()
        : null;
  }

  long firstCellUnit() {
    return ZoneoutRandomOffsets.of(cell, order.timesteps(), order.batch()).firstCellUnit();
  }

  static int stride(@Nullable FeatureSlice slice) {
    return slice == null ? 0 : SliceAddresses.stride(slice);
  }
}

package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import java.util.Collection;

/**
 * The architecture that a compiler compiles for.
 *
 * @param architecture its number, such as 90 for compute capability 9.0
 * @param machineCode true for machine code, which only this architecture runs; false for PTX, which
 *     the driver translates for this and any newer one
 */
record CompilationTarget(int architecture, boolean machineCode) {

  /**
   * Chooses machine code for the device if the compiler supports its architecture, else PTX for the
   * newest architecture that the device can run.
   *
   * @param known numbers of the architectures that the compiler supports
   * @throws DeviceException if the device is older than all of them
   */
  static CompilationTarget choose(ComputeCapability device, Collection<Integer> known) {
    int wanted = device.number();
    if (known.contains(wanted)) {
      return new CompilationTarget(wanted, true);
    }
    return known.stream()
        .filter(architecture -> architecture < wanted)
        .max(Integer::compare)
        .map(architecture -> new CompilationTarget(architecture, false))
        .orElseThrow(
            () ->
                new DeviceException(
                    "this NVRTC compiles for the architectures "
                        + known.stream().sorted().toList()
                        + ", all newer than this device of compute capability "
                        + device));
  }

  /** The compiler's name of the architecture: {@code sm_90}, or {@code compute_90} for PTX. */
  @Override
  public String toString() {
    return (machineCode ? "sm_" : "compute_") + architecture;
  }
}

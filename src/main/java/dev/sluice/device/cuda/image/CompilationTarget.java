package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import java.util.Collection;

/**
 * What a compiler is asked for.
 *
 * @param architecture number of the architecture, 90 for compute capability 9.0
 * @param machineCode machine code for exactly this architecture; else PTX, which the driver
 *     translates for this and any newer one
 */
record CompilationTarget(int architecture, boolean machineCode) {

  /**
   * Machine code for the device if the compiler knows it, else PTX of the newest architecture that
   * the device can run.
   *
   * @param known numbers of the architectures that the compiler knows
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

  /** The architecture's name: {@code sm_90}, or {@code compute_90} for PTX. */
  @Override
  public String toString() {
    return (machineCode ? "sm_" : "compute_") + architecture;
  }
}

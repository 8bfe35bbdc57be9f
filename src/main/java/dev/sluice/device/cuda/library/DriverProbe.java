package dev.sluice.device.cuda.library;

import java.nio.file.Files;
import java.util.List;

/** A quick check, in microseconds, whether this machine can have NVIDIA's driver at all. */
final class DriverProbe {
  /**
   * The kernel module, its device, the program that loads it at first use, and the device under
   * WSL.
   */
  private static final List<String> FILES =
      List.of("/proc/driver/nvidia", "/dev/nvidiactl", "/usr/bin/nvidia-modprobe", "/dev/dxg");

  /** The variable that can make the process load another driver, such as a simulated one. */
  private static final String LOADER_VARIABLE = "LD_LIBRARY_PATH";

  private DriverProbe() {}

  /** Whether it is worthwhile to search for the driver's library. */
  static boolean mayHaveDriver(HostEnvironment host) {
    if (host.properties().containsKey(CudaLibraries.SETTING)
        || host.environment().containsKey(LOADER_VARIABLE)) {
      return true;
    }
    for (String file : FILES) {
      if (Files.exists(host.at(file))) {
        return true;
      }
    }
    return false;
  }
}

package dev.sluice.app.memory;

import dev.sluice.app.run.ComputeSettings;
import dev.sluice.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The devices that searches run on side by side: one GPU, or CPU devices of one thread each. The
 * bits of a training depend on the number of threads of its device, so this number is always one:
 * the table is the same on a machine with more cores.
 *
 * @param list the devices, at least one
 */
public record SearchDevices(List<Device> list) implements AutoCloseable {
  private static final String CPU = "cpu";

  /**
   * Opens the devices; the caller closes them.
   *
   * @param settings their number of threads is the largest number of CPU devices
   * @param searches the number of searches, at least 1
   */
  public static SearchDevices open(ComputeSettings settings, int searches) {
    ComputeSettings single =
        new ComputeSettings(settings.device(), 1, settings.precision(), settings.plan());
    List<Device> opened = new ArrayList<>();
    SearchDevices devices = new SearchDevices(opened);
    try {
      opened.add(single.open());
      int wanted = Math.min(settings.threads(), searches);
      while (opened.get(0).name().equals(CPU) && opened.size() < wanted) {
        opened.add(new ComputeSettings(CPU, 1, settings.precision(), settings.plan()).open());
      }
      return devices;
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
  }

  /** What one search runs on; the same for all of them. */
  public String description() {
    return list.get(0).description();
  }

  /** The devices in one line. */
  @Override
  public String toString() {
    return list.size() == 1
        ? description()
        : String.format(
            Locale.ROOT, "%d searches side by side, each on %s", list.size(), description());
  }

  @Override
  public void close() {
    list.forEach(Device::close);
  }
}

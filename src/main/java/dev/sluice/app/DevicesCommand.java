package dev.sluice.app;

import dev.sluice.app.launch.Computes;
import dev.sluice.device.DeviceProvider;
import dev.sluice.device.Devices;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice devices}: lists the available devices and the missing libraries. */
@Computes
@Command(
    name = "devices",
    description = {
      "List the available devices and the missing libraries.",
      "",
      "For each backend, in the order that '--device auto' prefers: its devices, or the reason why it has"
          + " none; the libraries that were found; and how to install each missing library.",
      ""
    })
final class DevicesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (DeviceProvider provider : Devices.providers()) {
      String unavailable = provider.unavailable();
      if (unavailable == null) {
        provider.devices().forEach(out::println);
      } else {
        out.println(provider.name() + ", not available: " + unavailable);
      }
      provider.report().forEach(line -> out.println("  " + line));
    }
    out.flush();
  }
}

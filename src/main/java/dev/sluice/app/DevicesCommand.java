package dev.sluice.app;

import dev.sluice.app.launch.Computes;
import dev.sluice.device.DeviceProvider;
import dev.sluice.device.Devices;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice devices}: what can compute on this machine, and what is missing for more. */
@Computes
@Command(
    name = "devices",
    description = {
      "List what can compute here, and what is missing for more.",
      "",
      "Each backend, the one that '--device auto' prefers first: its devices, or why it has none;"
          + " then the libraries that it found, and for each one missing what would bring it.",
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
        out.println(provider.name() + ", not here: " + unavailable);
      }
      provider.report().forEach(line -> out.println("  " + line));
    }
    out.flush();
  }
}

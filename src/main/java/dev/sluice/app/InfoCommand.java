package dev.sluice.app;

import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.VectorModule;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code sluice info}: describes the JVM in which computing commands run on this
 * machine.
 */
@Computes
@Command(name = "info", description = "Print the version, JVM, processor and vector width.")
final class InfoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    row("sluice", VersionProvider.sluice());
    row("JVM", VersionProvider.jvm());
    row("OS", VersionProvider.operatingSystem());
    row("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    row("heap", (Runtime.getRuntime().maxMemory() >> 20) + " MiB at most");
    row("vectors", vectors());
  }

  private void row(String name, String value) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%-9s%s%n", name, value);
    out.flush();
  }

  private static String vectors() {
    var bits = VectorModule.preferredBits();
    return bits.isPresent()
        ? bits.getAsInt() + " bits (" + VectorModule.NAME + ")"
        : "none: this JVM does not have " + VectorModule.NAME;
  }
}

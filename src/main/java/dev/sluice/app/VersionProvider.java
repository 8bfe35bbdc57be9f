package dev.sluice.app;

import dev.sluice.train.Provenance;
import java.util.Locale;
import picocli.CommandLine.IVersionProvider;

/**
 * Provides the output of {@code --version}: the versions of Sluice (from the jar's manifest), the
 * JVM and the operating system.
 */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"sluice " + sluice(), "JVM " + jvm(), "OS " + operatingSystem()};
  }

  static String sluice() {
    return Provenance.currentVersion();
  }

  static String jvm() {
    return String.format(
        Locale.ROOT,
        "%s (%s, %s)",
        System.getProperty("java.runtime.version"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vendor"));
  }

  static String operatingSystem() {
    return String.format(
        Locale.ROOT,
        "%s %s, %s",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }
}

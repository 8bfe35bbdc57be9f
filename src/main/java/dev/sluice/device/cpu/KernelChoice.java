package dev.sluice.device.cpu;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.plain.PlainMicroKernel;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Chooses the kernels once per process, the Vector API or plain loops, and writes one log line with
 * the choice and its reason.
 */
public final class KernelChoice {
  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final Kernels BEST = choose();

  private KernelChoice() {}

  /** The best kernels for this Java virtual machine. */
  public static Kernels best() {
    return BEST;
  }

  private static Kernels choose() {
    String reason = whyPlain();
    Kernels kernels = reason == null ? new VectorKernels() : plain();
    LOG.info(
        "cpu kernels: {}{}", kernels.description(), reason == null ? "" : ", because " + reason);
    if (reason != null && LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      // Without a logger the user would not learn why training takes twice as long.
      System.err.println("sluice: the CPU computes with plain loops, because " + reason);
    }
    return kernels;
  }

  private static Kernels plain() {
    PlainMicroKernel.warmUp();
    return new PlainKernels();
  }

  private static @Nullable String whyPlain() {
    if (Boolean.getBoolean("sluice.plain")) {
      return "-Dsluice.plain=true asks for them";
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return "the module is missing: start Java with --add-modules " + MODULE;
    }
    return null;
  }
}

package dev.sluice.device.cuda;

import dev.sluice.device.cuda.driver.CudaDriver;
import dev.sluice.device.cuda.library.CudaLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a CUDA driver: the simulated one, built at first use into {@code
 * target/cudasim}, or with {@code -Dsluice.cuda.real=true} the machine's own. After each test the
 * simulation's settings are the defaults again.
 *
 * <p>Without a C++ compiler the class is skipped and says so; where {@code CI=true} that is an
 * error. On the real driver a missing device is an error.
 */
public final class SimulatedDriver
    implements ExecutionCondition, BeforeAllCallback, AfterEachCallback {
  static final String REAL_SETTING = "sluice.cuda.real";
  private static final Path FOLDER = Path.of("target", "cudasim").toAbsolutePath();
  private static final String RECIPE = "src/test/cudasim/build.sh";

  /** Built once in a process. */
  private static final class Built {
    static final Path FOLDER = buildNow();
  }

  /** Whether the tests run on the machine's own driver. */
  public static boolean isReal() {
    return Boolean.getBoolean(REAL_SETTING);
  }

  /**
   * Builds the simulated driver unless it is there already, and makes it the one that {@link
   * CudaLibraries} finds.
   *
   * @return its folder
   * @throws IllegalStateException with the compiler's words if it cannot be built
   */
  public static Path build() {
    Path folder = Built.FOLDER;
    System.setProperty(CudaLibraries.SETTING, folder.toString());
    return folder;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (isReal() || hasCompiler()) {
      return ConditionEvaluationResult.enabled("there is a driver");
    }
    String reason = "CUDA tests need a C++ compiler (g++, or CXX) for the simulated driver";
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason);
    }
    System.err.println("SKIPPED: " + context.getDisplayName() + ": " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!isReal()) {
      build();
    }
    String unavailable = CudaDriver.get().unavailable();
    if (unavailable != null) {
      throw new IllegalStateException("no CUDA device for the tests: " + unavailable);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!isReal()) {
      Simulation.defaults();
    }
  }

  private static boolean hasCompiler() {
    try {
      return run(compiler(), "--version").code() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static String compiler() {
    String named = System.getenv("CXX");
    return named == null || named.isBlank() ? "g++" : named;
  }

  private static Path buildNow() {
    Run run = run("bash", RECIPE, FOLDER.toString());
    if (run.code() != 0) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s ended with %d:%n%s", RECIPE, run.code(), run.output()));
    }
    System.err.print(run.output());
    return FOLDER;
  }

  private record Run(int code, String output) {}

  private static Run run(String... command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
    }
  }
}

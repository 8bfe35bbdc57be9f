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
 * A JUnit extension that gives a test class a CUDA driver. It is the simulated one, built at first
 * use into {@code target/cudasim}, or the machine's own with {@code -Dsluice.cuda.real=true}. After
 * each test it resets the simulation's settings.
 *
 * <p>Without a C++ compiler the class is skipped with a message; with {@code CI=true} that is an
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

  /** Asked once in a process: JUnit evaluates the condition before each test. */
  private static final class Compiler {
    static final boolean EXISTS = hasCompiler();
  }

  /** Whether the tests run on the machine's own driver. */
  public static boolean isReal() {
    return Boolean.getBoolean(REAL_SETTING);
  }

  /**
   * Builds the simulated driver if it is not up to date, and makes {@link CudaLibraries} find it.
   *
   * @return its folder
   * @throws IllegalStateException with the compiler's output if the build fails
   */
  public static Path build() {
    Path folder = Built.FOLDER;
    System.setProperty(CudaLibraries.SETTING, folder.toString());
    return folder;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (isReal() || Compiler.EXISTS) {
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

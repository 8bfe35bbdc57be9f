package dev.sluice.app.launch;

import dev.sluice.app.console.Terminal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Runs the same command line in a child JVM that has the Vector API and a UTF-8 locale. A jar
 * manifest cannot request the Vector API. The child uses the Java, class path, {@code -X} and
 * {@code -D} options, environment and working directory of this JVM. It inherits the standard
 * streams, so a terminal stays a terminal. (For this reason the JDK's warning about incubator
 * modules is visible: a pipe that filters it would change the order of the two output streams.)
 *
 * <p>Both JVMs end together. This JVM exits with the exit code of the child. The terminal sends
 * Ctrl-C to both; other termination signals are passed on to the child. In both cases this JVM
 * waits while the child saves ({@link Interruption}). A child whose parent was killed exits by
 * itself ({@link ParentWatch}).
 *
 * <p>A JVM that already has the module needs no child: {@code java --add-modules
 * jdk.incubator.vector -jar sluice.jar ...} computes in its own process. Use this to attach a
 * debugger.
 */
public final class ChildJvm {
  /** Longer than {@link Interruption#PATIENCE}, so that the child gives up first. */
  private static final long WAIT_FOR_CHILD_SECONDS = Interruption.PATIENCE.toSeconds() + 10;

  /**
   * POSIX: the exit code of a process that a signal ended is this value plus the number of the
   * signal.
   */
  private static final int SIGNALLED = 128;

  private static final int SIGKILL = 9;

  /** Options that may open a port, which this JVM already uses. The child would fail to start. */
  private static final List<String> NOT_PASSED_ON =
      List.of("-javaagent:", "-agentlib:", "-agentpath:", "-Xrun", "-Dcom.sun.management.");

  /**
   * Variables that a JVM reads when it starts. Their options are already among those that are
   * passed on.
   */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /**
   * Matches options that select a garbage collector. Without one the child uses the serial
   * collector: a training step allocates almost nothing, and the threads and barriers of other
   * collectors cost the compiler and the workers more time than they save.
   */
  private static final Pattern CHOOSES_COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC");

  private final Class<?> mainClass;

  /**
   * @param mainClass the class whose {@code main} the child runs
   */
  public ChildJvm(Class<?> mainClass) {
    this.mainClass = mainClass;
  }

  /** Whether this JVM lacks the Vector API, is not a child itself, and a child would have it. */
  public static boolean isNeeded() {
    return !VectorModule.isPresent() && VectorModule.isInstalled() && !ParentWatch.isChild();
  }

  /**
   * Whether only a child can represent the file names in these arguments, and this JVM is not a
   * child.
   */
  public static boolean isNeededFor(Arguments arguments) {
    return arguments.needAnotherLocale() && !ParentWatch.isChild();
  }

  /**
   * Runs the child and waits for its exit.
   *
   * @param arguments arguments for {@code main} of the child, which reads them with {@link
   *     Arguments#ofThisProcess}
   * @return the child's exit code
   * @throws UserError if the child cannot be started
   */
  public int run(Arguments arguments) {
    Process child = start(arguments);
    Thread shutdownHook = new Thread(() -> end(child), "end-child-jvm");
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    int code = awaitExit(child);
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
      reportIfKilled(code);
    } catch (IllegalStateException shutdownHasBegun) {
      waitForExit();
    }
    return code;
  }

  private Process start(Arguments arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments.values())).inheritIO();
    Map<String, String> environment = builder.environment();
    OPTION_VARIABLES.forEach(environment::remove);
    if (arguments.needUtf8() && Utf8Locale.isMissing()) {
      Utf8Locale.addTo(environment);
    }
    try {
      return builder.start();
    } catch (IOException e) {
      String advice = "; to compute in this JVM, start it with --add-modules " + VectorModule.NAME;
      throw new UserError("cannot start a second JVM: " + e.getMessage() + advice, e);
    }
  }

  private List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    for (String option : options) {
      if (NOT_PASSED_ON.stream().noneMatch(option::startsWith)) {
        command.add(option);
      } else {
        logNotPassedOn(option);
      }
    }
    if (options.stream().noneMatch(CHOOSES_COLLECTOR.asMatchPredicate())) {
      command.add("-XX:+UseSerialGC");
    }
    if (VectorModule.isInstalled()) {
      command.add("--add-modules=" + VectorModule.NAME);
    }
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add(ParentWatch.option());
    command.add(Terminal.option());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass.getName());
    command.addAll(arguments);
    return command;
  }

  /** Loads the logger only here, since few calls need it. */
  private static void logNotPassedOn(String option) {
    LoggerFactory.getLogger(ChildJvm.class)
        .info(
            "{} applies only to this JVM; to use it in the JVM that computes, add --add-modules={}",
            option,
            VectorModule.NAME);
  }

  /**
   * Reports that the child was killed, as Linux does when memory runs out. The child itself prints
   * nothing then.
   */
  private static void reportIfKilled(int code) {
    if (code == SIGNALLED + SIGKILL) {
      System.err.println(
          "sluice: the computing process was killed (signal 9), perhaps for lack of memory");
    }
  }

  private static int awaitExit(Process child) {
    while (true) {
      try {
        return child.waitFor();
      } catch (InterruptedException e) {
        // Nothing interrupts the main thread on purpose; keep waiting for the child.
      }
    }
  }

  /**
   * Waits until the JVM exits. The signal that began the shutdown decides the exit code, and a call
   * of System.exit could still change it after the last hook.
   */
  private static void waitForExit() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void end(Process child) {
    try {
      // On Windows a process cannot be asked to terminate, but the console sends Ctrl-C to the
      // child.
      if (child.supportsNormalTermination()) {
        child.destroy();
      }
      if (!child.waitFor(WAIT_FOR_CHILD_SECONDS, TimeUnit.SECONDS)) {
        kill(child);
      }
    } catch (InterruptedException e) {
      kill(child);
    }
  }

  private static void kill(Process child) {
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly();
  }
}

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
 * Runs the same command line again in a child JVM that has the Vector API, which a manifest cannot
 * ask for, and a locale of UTF-8. The child has this JVM's Java, class path, {@code -X} and {@code
 * -D} options, environment and working directory, and shares its standard streams as they are: what
 * is a terminal stays one. (Hence the JDK's one warning line about incubator modules is seen; a
 * pipe that dropped it would put the child's two output streams out of step.)
 *
 * <p>The two end together. The child's exit code becomes this JVM's. Ctrl-C reaches both from the
 * terminal, and any other request to end is passed on; either way this JVM waits while the child
 * saves ({@link Interruption}). A child whose parent was killed ends by itself ({@link
 * ParentWatch}).
 *
 * <p>A JVM that has the module already needs no child: {@code java --add-modules
 * jdk.incubator.vector -jar sluice.jar ...} computes in place, which is also the way to attach a
 * debugger.
 */
public final class ChildJvm {
  /** Longer than {@link Interruption#PATIENCE}, so that the child is the one to give up. */
  private static final long WAIT_FOR_CHILD_SECONDS = Interruption.PATIENCE.toSeconds() + 10;

  /** POSIX: what a process ended by a signal adds to the signal's number. */
  private static final int SIGNALLED = 128;

  private static final int SIGKILL = 9;

  /**
   * Options that may claim a port, which this JVM holds already; the child would not even start.
   */
  private static final List<String> NOT_PASSED_ON =
      List.of("-javaagent:", "-agentlib:", "-agentpath:", "-Xrun", "-Dcom.sun.management.");

  /** Read by a JVM at its start and already part of the options that are passed on. */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /**
   * Where the user chose no garbage collector, the child has the serial one. A step of training
   * makes next to no garbage, and the threads and barriers of the other collectors take more time
   * from the compiler and the workers than they save.
   */
  private static final Pattern CHOOSES_COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC");

  private final Class<?> mainClass;

  /**
   * @param mainClass whose {@code main} the child runs
   */
  public ChildJvm(Class<?> mainClass) {
    this.mainClass = mainClass;
  }

  /** Whether a child would have the Vector API and this JVM, not being a child itself, has not. */
  public static boolean isNeeded() {
    return !VectorModule.isPresent() && VectorModule.isInstalled() && !ParentWatch.isChild();
  }

  /** Whether only a child can name the files of these arguments, and this JVM is none. */
  public static boolean isNeededFor(Arguments arguments) {
    return arguments.needAnotherLocale() && !ParentWatch.isChild();
  }

  /**
   * Runs the child to its end.
   *
   * @param arguments for its {@code main}, which reads them by {@link Arguments#ofThisProcess}
   * @return the child's exit code
   * @throws UserError if the child cannot be started
   */
  public int run(Arguments arguments) {
    Process child = start(arguments);
    Thread together = new Thread(() -> end(child), "end-child-jvm");
    Runtime.getRuntime().addShutdownHook(together);
    int code = awaitExit(child);
    try {
      Runtime.getRuntime().removeShutdownHook(together);
      tellIfKilled(code);
    } catch (IllegalStateException shutdownHasBegun) {
      waitForTheEnd();
    }
    return code;
  }

  private Process start(Arguments arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments.values())).inheritIO();
    Map<String, String> environment = builder.environment();
    OPTION_VARIABLES.forEach(environment::remove);
    if (arguments.needUtf8() && UtfLocale.isMissing()) {
      UtfLocale.addTo(environment);
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
        tellStays(option);
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

  /** Loads the logger here, since nearly no call needs one. */
  private static void tellStays(String option) {
    LoggerFactory.getLogger(ChildJvm.class)
        .info(
            "{} stays in this JVM; to have it where the work is done, add --add-modules={}",
            option,
            VectorModule.NAME);
  }

  /** A process that is killed, as Linux does where memory runs out, says nothing itself. */
  private static void tellIfKilled(int code) {
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
        // Nobody interrupts the main thread on purpose; the child's end is what counts.
      }
    }
  }

  /**
   * The signal that began the shutdown decides the exit code. A System.exit of another code could
   * still overtake it between the last hook and the end.
   */
  private static void waitForTheEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void end(Process child) {
    try {
      // Where a process cannot be asked to end (Windows), the console's Ctrl-C has reached the
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

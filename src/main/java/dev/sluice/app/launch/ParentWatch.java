package dev.sluice.app.launch;

import java.util.Optional;

/** Exits a child JVM when its parent JVM has ended, even if the parent was killed. */
public final class ParentWatch {
  private static final String PARENT = "sluice.parent";

  private ParentWatch() {}

  /** The JVM option that tells a child the process id of its parent, which is this process. */
  static String option() {
    return "-D" + PARENT + "=" + ProcessHandle.current().pid();
  }

  /** Whether {@link ChildJvm} started this JVM. */
  static boolean isChild() {
    return Long.getLong(PARENT) != null;
  }

  /** The process id of the parent, if {@link ChildJvm} started this JVM. */
  static Optional<String> parent() {
    return Optional.ofNullable(Long.getLong(PARENT)).map(String::valueOf);
  }

  /**
   * Starts the watch. A child JVM exits as on Ctrl-C (a running job saves, see {@link
   * Interruption}) as soon as its parent has ended.
   */
  public static void begin() {
    if (!isChild()) {
      return;
    }
    long expected = Long.getLong(PARENT);
    Optional<ProcessHandle> parent =
        ProcessHandle.current().parent().filter(found -> found.pid() == expected);
    if (parent.isEmpty()) {
      exit();
    } else {
      var unused = parent.get().onExit().thenRun(ParentWatch::exit); // ends this process
    }
  }

  private static void exit() {
    System.exit(ExitCode.INTERRUPTED);
  }
}

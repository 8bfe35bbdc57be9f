package dev.sluice.app.launch;

import java.util.Optional;

/**
 * Ends a child JVM when the JVM that started it is gone, killed perhaps with no chance to say so.
 */
public final class ParentWatch {
  private static final String PARENT = "sluice.parent";

  private ParentWatch() {}

  /** The JVM option that names this process as the parent of the child it is given to. */
  static String option() {
    return "-D" + PARENT + "=" + ProcessHandle.current().pid();
  }

  /** Whether {@link ChildJvm} started this JVM. */
  static boolean isChild() {
    return Long.getLong(PARENT) != null;
  }

  /** The id of the process that started this one, if {@link ChildJvm} did. */
  static Optional<String> parent() {
    return Optional.ofNullable(Long.getLong(PARENT)).map(String::valueOf);
  }

  /**
   * From now on, if this JVM is a child, it exits as on Ctrl-C (a running job saves, see {@link
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
      parent.get().onExit().thenRun(ParentWatch::exit);
    }
  }

  private static void exit() {
    System.exit(ExitCode.INTERRUPTED);
  }
}

package dev.sluice.app.launch;

import java.io.File;

/** The command with which the user started this program. */
public final class Program {
  private Program() {}

  /**
   * The command before its arguments: {@code java -jar FILE}, or {@code sluice} if it was not
   * started from a jar.
   */
  public static String call() {
    return call(System.getProperty("java.class.path"));
  }

  static String call(String classPath) {
    boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    return jar
        ? "java -jar " + (classPath.contains(" ") ? "'" + classPath + "'" : classPath)
        : "sluice";
  }
}

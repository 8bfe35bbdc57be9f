package dev.sluice.app.launch;

import java.io.File;

/** How the user calls this program. */
public final class Program {
  private Program() {}

  /**
   * What stands before the arguments: {@code java -jar FILE}, or {@code sluice} where no jar is.
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

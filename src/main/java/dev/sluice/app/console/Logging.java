package dev.sluice.app.console;

/**
 * Log lines of the command line: short, on standard error. A library user's logging is not touched.
 */
public final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** Must be called before the first logger is made: the level is read only then. */
  public static void configure(boolean verbose, boolean quiet) {
    set("defaultLogLevel", verbose ? "debug" : quiet ? "warn" : "info");
    set("logFile", "System.err");
    set("cacheOutputStream", "false");
    set("showThreadName", "false");
    set("showShortLogName", "true");
    set("showDateTime", "true");
    set("dateTimeFormat", "HH:mm:ss");
  }

  /** A property that the user gave with {@code -D} stays. */
  private static void set(String name, String value) {
    System.getProperties().putIfAbsent(PREFIX + name, value);
  }
}

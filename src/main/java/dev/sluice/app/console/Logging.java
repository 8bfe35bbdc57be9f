package dev.sluice.app.console;

/**
 * Configures the log lines of the command line: short lines on standard error. The logging of
 * library users is not changed.
 */
public final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /**
   * Sets the log level and format. Call it before the first logger is created, because the level is
   * read only then.
   */
  public static void configure(boolean verbose, boolean quiet) {
    set("defaultLogLevel", verbose ? "debug" : quiet ? "warn" : "info");
    set("logFile", "System.err");
    set("cacheOutputStream", "false");
    set("showThreadName", "false");
    set("showShortLogName", "true");
    set("showDateTime", "true");
    set("dateTimeFormat", "HH:mm:ss");
  }

  /** Sets a property unless the user set it with {@code -D}. */
  private static void set(String name, String value) {
    System.getProperties().putIfAbsent(PREFIX + name, value);
  }
}

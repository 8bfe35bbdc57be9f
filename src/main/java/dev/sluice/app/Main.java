package dev.sluice.app;

/** The command line {@code sluice}; {@code java -jar sluice.jar --help} tells what it offers. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new Application(Main.class, CommandGroup.ALL).runProcess(arguments));
  }
}

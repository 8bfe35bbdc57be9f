package dev.sluice.app;

import dev.sluice.dependency.MissingLibraryException;
import dev.sluice.dependency.OptionalLibrary;

/** The entry point of the command line; {@code java -jar sluice.jar --help} lists the commands. */
public final class Main {
  private static final int BAD_USAGE = 2;

  private Main() {}

  /** Runs one command and exits the JVM with its exit code. */
  public static void main(String[] arguments) {
    try {
      OptionalLibrary.PICOCLI.require();
      OptionalLibrary.PROGRESS_BAR.require();
    } catch (MissingLibraryException e) {
      System.err.println("sluice: " + e.getMessage() + ", or use sluice.jar, which has it");
      System.exit(BAD_USAGE);
    }
    System.exit(new Application(Main.class, CommandGroup.ALL).runProcess(arguments));
  }
}

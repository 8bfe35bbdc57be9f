package dev.sluice.app.launch;

import picocli.CommandLine.ParameterException;

/**
 * A command whose arguments must fit one another in a way that picocli's annotations do not tell.
 */
public interface ChecksArguments {
  /**
   * Called once the line is parsed: before the command runs, and before a {@link ChildJvm} is
   * started for it.
   *
   * @throws ParameterException if they do not
   */
  void checkArguments();
}

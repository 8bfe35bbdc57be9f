package dev.sluice.data.music.library;

import dev.sluice.argument.Require;

/**
 * A file that is not part of a collection.
 *
 * @param name its path below the folder
 * @param reason why it was skipped
 */
public record SkippedFile(String name, String reason) {

  /** Checks that both are given. */
  public SkippedFile {
    Require.present("name", name);
    Require.present("reason", reason);
  }

  @Override
  public String toString() {
    return name + ": " + reason;
  }
}

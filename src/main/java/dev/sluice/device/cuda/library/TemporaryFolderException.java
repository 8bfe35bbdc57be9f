package dev.sluice.device.cuda.library;

import java.io.IOException;

/** Thrown when a library cannot be unpacked into the temporary folder or loaded from it. */
final class TemporaryFolderException extends IOException {
  private static final long serialVersionUID = 1;

  /** What a user can do about it. */
  static final String REMEDY = "java -Djava.io.tmpdir=FOLDER ... names another temporary folder";

  /**
   * @param problem what is wrong with the folder
   * @param cause or null
   */
  TemporaryFolderException(String folder, String problem, Throwable cause) {
    super("the temporary folder " + folder + " " + problem, cause);
  }
}

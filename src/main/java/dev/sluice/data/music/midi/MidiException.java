package dev.sluice.data.music.midi;

import dev.sluice.data.DataException;

/** Thrown if a MIDI file cannot be used. The message names the file and the reason. */
public final class MidiException extends DataException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String reason;

  /**
   * @param file name of the file
   * @param reason what was expected and what was found
   */
  public MidiException(String file, String reason) {
    super(file + ": " + reason);
    this.file = file;
    this.reason = reason;
  }

  /**
   * @param file name of the file
   * @param reason what was expected and what was found
   * @param cause the failure underneath
   */
  public MidiException(String file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
    this.file = file;
    this.reason = reason;
  }

  /** The name of the file. */
  public String file() {
    return file;
  }

  /** The reason, without the file. */
  public String reason() {
    return reason;
  }
}

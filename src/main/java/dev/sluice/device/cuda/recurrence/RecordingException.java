package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.DeviceException;

/** Thrown when steps cannot be recorded into a graph; none of them has run. */
final class RecordingException extends DeviceException {
  private static final long serialVersionUID = 1;

  RecordingException(DeviceException cause) {
    super("steps cannot be recorded: " + cause.getMessage(), cause);
  }
}

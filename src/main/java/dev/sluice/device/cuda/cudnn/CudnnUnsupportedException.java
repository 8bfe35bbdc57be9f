package dev.sluice.device.cuda.cudnn;

import dev.sluice.device.DeviceException;

/** Thrown when cuDNN has no kernel for a call; the call has done nothing. */
public final class CudnnUnsupportedException extends DeviceException {
  private static final long serialVersionUID = 1;

  CudnnUnsupportedException(String message) {
    super(message);
  }
}

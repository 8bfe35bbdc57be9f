package dev.sluice.device.cuda.cudnn;

import dev.sluice.device.DeviceException;

/** cuDNN has no kernel for what it was asked, and has done nothing. */
public final class CudnnUnsupportedException extends DeviceException {
  private static final long serialVersionUID = 1;

  CudnnUnsupportedException(String message) {
    super(message);
  }
}

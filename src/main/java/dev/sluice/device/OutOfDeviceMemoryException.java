package dev.sluice.device;

import java.util.Locale;

/**
 * An allocation did not fit. The device stays usable: close something, or use a smaller batch, and
 * go on.
 */
public final class OutOfDeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * All sizes in bytes.
   *
   * @param device the device's name
   * @param asked what was asked for
   * @param inUse what the device's tensors and plans hold
   * @param free what could still be had
   */
  public OutOfDeviceMemoryException(String device, long asked, long inUse, long free) {
    super(
        String.format(
            Locale.ROOT,
            "%s: out of memory: asked for %,d bytes, %,d in use, %,d free",
            device,
            asked,
            inUse,
            free));
  }
}

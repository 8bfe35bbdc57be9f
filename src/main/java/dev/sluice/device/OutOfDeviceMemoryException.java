package dev.sluice.device;

import java.util.Locale;

/**
 * An allocation that does not fit into the memory. The device stays usable: close tensors or use a
 * smaller batch, then continue.
 */
public final class OutOfDeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception. All sizes are in bytes.
   *
   * @param device the name of the device
   * @param asked the size of the allocation
   * @param inUse the memory that the device's tensors and plans use
   * @param free the memory that is still free
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

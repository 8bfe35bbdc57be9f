package dev.sluice.device.cuda.driver;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.device.DeviceException;
import java.util.Locale;
import java.util.function.Supplier;
import jcuda.CudaException;

/**
 * Checks calls of the driver and of libraries. JCuda throws a bare code; the exception thrown here
 * also names the call and its purpose.
 */
public final class CudaCalls {
  /** The code of a driver call that finds too little memory. */
  static final String OUT_OF_MEMORY = "CUDA_ERROR_OUT_OF_MEMORY";

  private CudaCalls() {}

  /** A call of the driver or a library, with JCuda's exceptions switched on. */
  @FunctionalInterface
  public interface Call {
    /** Makes the call and returns the library's code, which means success. */
    @CanIgnoreReturnValue
    int run();
  }

  /**
   * Makes a call and checks it.
   *
   * @param name of the library's function
   * @param purpose what the call is for, such as a kernel, a shape or a size
   * @throws DeviceException if it failed
   */
  public static void check(String name, String purpose, Call call) {
    try {
      call.run();
    } catch (CudaException e) {
      throw failure(name, purpose, e);
    }
  }

  /** Makes a call and checks it; the text of its purpose is made only if the call fails. */
  public static void check(String name, Supplier<String> purpose, Call call) {
    try {
      call.run();
    } catch (CudaException e) {
      throw failure(name, purpose.get(), e);
    }
  }

  /** The exception for a call that failed. */
  static DeviceException failure(String name, String purpose, CudaException cause) {
    String code = cause.getMessage();
    String message = String.format(Locale.ROOT, "cuda: %s failed for %s: %s", name, purpose, code);
    return LostContextException.isCausedBy(code)
        ? new LostContextException(message, cause)
        : new DeviceException(message, cause);
  }
}

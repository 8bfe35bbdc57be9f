package dev.sluice.device.cuda.driver;

import dev.sluice.device.DeviceException;
import java.util.Locale;
import java.util.function.Supplier;
import jcuda.CudaException;

/** Turns what JCuda throws, which is only a code, into an exception that says what was asked. */
public final class DriverFailure {
  /** Of a driver call whose memory did not fit. */
  static final String OUT_OF_MEMORY = "CUDA_ERROR_OUT_OF_MEMORY";

  private DriverFailure() {}

  /** A call of the driver or a library, with JCuda's exceptions switched on. */
  @FunctionalInterface
  public interface Call {
    /** Returns the library's code, which is that of success. */
    int run();
  }

  /**
   * Makes a call.
   *
   * @param name of the library's function
   * @param purpose a kernel, a shape, a size
   * @throws DeviceException if it failed
   */
  public static void check(String name, String purpose, Call call) {
    try {
      call.run();
    } catch (CudaException e) {
      throw of(name, purpose, e);
    }
  }

  /** As above, for a purpose that is costly to put into words. */
  public static void check(String name, Supplier<String> purpose, Call call) {
    try {
      call.run();
    } catch (CudaException e) {
      throw of(name, purpose.get(), e);
    }
  }

  /** The exception for a call that failed. */
  static DeviceException of(String name, String purpose, CudaException cause) {
    String code = cause.getMessage();
    String message = String.format(Locale.ROOT, "cuda: %s failed for %s: %s", name, purpose, code);
    return LostContextException.isMeantBy(code)
        ? new LostContextException(message, cause)
        : new DeviceException(message, cause);
  }
}

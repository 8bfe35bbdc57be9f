package dev.sluice.device.cuda.cudnn;

import static jcuda.jcudnn.cudnnStatus.CUDNN_STATUS_SUCCESS;

import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.CudaStream;
import dev.sluice.device.cuda.library.CudaLibraries;
import dev.sluice.device.cuda.library.CudaLibrary;
import dev.sluice.device.cuda.library.LibraryFinding;
import java.util.Locale;
import java.util.function.Supplier;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnMathType;
import jcuda.runtime.cudaStream_t;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cuDNN handle of a device, on the device's stream. */
public final class Cudnn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cudnn.class);

  /** From this version on cuDNN copies the rows' lengths to the device itself. */
  private static final int OLDEST_VERSION = 8901;

  private final cudnnHandle handle = new cudnnHandle();
  private final int mathType;

  /**
   * Loads the library and creates a handle.
   *
   * @throws DeviceUnavailableException if it is missing or too old
   * @throws IllegalArgumentException if cuDNN's recurrences do not support the precision
   */
  public Cudnn(CudaStream stream, Precision precision) {
    mathType = mathType(precision);
    LibraryFinding finding = CudaLibraries.load().demand(CudaLibrary.CUDNN);
    if (finding.found().isEmpty()) {
      throw new DeviceUnavailableException(
          "cuda",
          String.format(
              Locale.ROOT,
              "plan cudnn: %s; 'sluice devices' says how to install it",
              finding.missing()));
    }
    long version = JCudnn.cudnnGetVersion();
    if (version < OLDEST_VERSION) {
      throw new DeviceUnavailableException(
          "cuda",
          String.format(
              Locale.ROOT,
              "plan cudnn: %s is version %d, at least %d is needed",
              finding.found().get().file(),
              version,
              OLDEST_VERSION));
    }
    LOG.info("cuDNN {}: {}", version, finding.found().get().description());
    check("cudnnCreate", () -> "a handle", () -> JCudnn.cudnnCreate(handle));
    try {
      check(
          "cudnnSetStream",
          () -> "the device's stream",
          () -> JCudnn.cudnnSetStream(handle, new cudaStream_t(stream.handle())));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int mathType(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> cudnnMathType.CUDNN_FMA_MATH;
      case TF32 -> cudnnMathType.CUDNN_DEFAULT_MATH;
      case BFLOAT16 ->
          throw new IllegalArgumentException(
              "plan cudnn: expected precision float32 or tf32, got bfloat16; plan auto supports it");
    };
  }

  /** The handle, for calls. */
  public cudnnHandle handle() {
    return handle;
  }

  /** The {@code cudnnMathType_t} of the device's precision. */
  int mathType() {
    return mathType;
  }

  /**
   * Makes a call and checks its status. cuDNN itself gives the status its name, because JCudnn does
   * not know those of cuDNN 9.
   *
   * @throws CudnnUnsupportedException if cuDNN has no kernel for the call
   * @throws DeviceException if it failed otherwise
   */
  public static void check(String name, Supplier<String> purpose, CudaCalls.Call call) {
    int status = call.run();
    if (status != CUDNN_STATUS_SUCCESS) {
      String code = JCudnn.cudnnGetErrorString(status);
      String message =
          String.format(Locale.ROOT, "cuda: %s failed for %s: %s", name, purpose.get(), code);
      // cuDNN 9 has several, such as CUDNN_STATUS_NOT_SUPPORTED_SHAPE.
      throw code.startsWith("CUDNN_STATUS_NOT_SUPPORTED")
          ? new CudnnUnsupportedException(message)
          : new DeviceException(message);
    }
  }

  @Override
  public void close() {
    check("cudnnDestroy", () -> "a handle", () -> JCudnn.cudnnDestroy(handle));
  }
}

package dev.sluice.device.cuda.driver;

import dev.sluice.device.DeviceException;
import dev.sluice.device.cuda.library.CudaLibraries;
import dev.sluice.device.cuda.library.CudaLibrary;
import dev.sluice.device.cuda.library.FoundLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** The loaded CUDA driver: whether the libraries can use it, and which GPUs it sees. */
public final class CudaDriver {
  private static final String NO_DEVICE = "CUDA_ERROR_NO_DEVICE";
  private static final int THOUSANDS_OF_MAJOR = 1000;
  private static final int TENS_OF_MINOR = 10;
  private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
  private static final Pattern KERNEL_MODULE_VERSION =
      Pattern.compile("Kernel Module.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");

  private final @Nullable String unavailable;

  private CudaDriver(CudaLibraries libraries) {
    unavailable = libraries.unavailable() != null ? libraries.unavailable() : initialise(libraries);
  }

  /** Initialised at first use, once in a process. */
  private static final class Initialised {
    static final CudaDriver INSTANCE = new CudaDriver(CudaLibraries.load());
  }

  /** Loads the libraries and initialises the driver, at the first call. */
  public static CudaDriver get() {
    return Initialised.INSTANCE;
  }

  /**
   * Why no GPU can be used here.
   *
   * @return one line, or null if there is at least one
   */
  public @Nullable String unavailable() {
    return unavailable;
  }

  /** How many GPUs there are; 0 if none can be used. */
  public int devices() {
    return unavailable == null ? count() : 0;
  }

  /** One readable line for each GPU. */
  public List<String> descriptions() {
    return IntStream.range(0, devices()).mapToObj(CudaDriver::describe).toList();
  }

  private static @Nullable String initialise(CudaLibraries libraries) {
    try {
      String tooOld = tooOld(version(), libraries);
      if (tooOld != null) {
        return tooOld;
      }
      CudaCalls.check("cuInit", "the driver", () -> JCudaDriver.cuInit(0));
      return count() > 0 ? null : "the driver sees no GPU";
    } catch (DeviceException e) {
      boolean none = e.getCause() != null && NO_DEVICE.equals(e.getCause().getMessage());
      return none
          ? String.format(Locale.ROOT, "the driver sees no GPU (%s)", NO_DEVICE)
          : e.getMessage();
    }
  }

  /** A library needs a driver of its own major version or a newer one. */
  private static @Nullable String tooOld(int version, CudaLibraries libraries) {
    FoundLibrary cublas = libraries.finding(CudaLibrary.CUBLAS).found().orElseThrow();
    if (version / THOUSANDS_OF_MAJOR >= cublas.major()) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "driver too old: it supports CUDA up to %s, %s needs %d.0",
        text(version),
        cublas.file(),
        cublas.major());
  }

  /** The newest CUDA that the driver supports: 12060 stands for 12.6. */
  public static int version() {
    int[] version = new int[1];
    CudaCalls.check(
        "cuDriverGetVersion", "the driver", () -> JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  private static int count() {
    int[] count = new int[1];
    CudaCalls.check("cuDeviceGetCount", "the driver", () -> JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  private static String describe(int ordinal) {
    Gpu gpu = new Gpu(ordinal);
    return String.format(
        Locale.ROOT,
        "%s, %s, %.1f GiB, compute capability %s, driver %s",
        gpu.name(),
        gpu.model(),
        gpu.memory() / (double) (1 << 30),
        gpu.computeCapability(),
        driverText());
  }

  private static String driverText() {
    String cuda = "for CUDA " + text(version());
    try {
      Matcher module = KERNEL_MODULE_VERSION.matcher(Files.readString(KERNEL_MODULE));
      return module.find() ? module.group(1) + " " + cuda : cuda;
    } catch (IOException e) {
      return cuda; // Under WSL the kernel module is Windows's.
    }
  }

  private static String text(int version) {
    return String.format(
        Locale.ROOT,
        "%d.%d",
        version / THOUSANDS_OF_MAJOR,
        version % THOUSANDS_OF_MAJOR / TENS_OF_MINOR);
  }
}

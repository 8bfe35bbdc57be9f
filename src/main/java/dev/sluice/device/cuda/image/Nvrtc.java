package dev.sluice.device.cuda.image;

import static jcuda.nvrtc.JNvrtc.nvrtcCompileProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcCreateProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcDestroyProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcGetCUBIN;
import static jcuda.nvrtc.JNvrtc.nvrtcGetCUBINSize;
import static jcuda.nvrtc.JNvrtc.nvrtcGetNumSupportedArchs;
import static jcuda.nvrtc.JNvrtc.nvrtcGetPTX;
import static jcuda.nvrtc.JNvrtc.nvrtcGetProgramLog;
import static jcuda.nvrtc.JNvrtc.nvrtcGetSupportedArchs;
import static jcuda.nvrtc.JNvrtc.nvrtcVersion;

import dev.sluice.device.DeviceException;
import dev.sluice.device.cuda.library.CudaLibraries;
import dev.sluice.device.cuda.library.CudaLibrary;
import dev.sluice.device.cuda.library.LibraryFinding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import jcuda.CudaException;
import jcuda.nvrtc.nvrtcProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles kernels by NVRTC, NVIDIA's run-time compiler. Needs neither a CUDA toolkit nor CUDA
 * headers.
 */
final class Nvrtc implements KernelCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(Nvrtc.class);

  private final String version;
  private final Set<Integer> architectures;

  /**
   * Reads the version and the supported architectures from the library, which {@link CudaLibraries}
   * loads.
   *
   * @throws DeviceException if the library is missing
   */
  Nvrtc() {
    LibraryFinding library = CudaLibraries.load().finding(CudaLibrary.NVRTC);
    if (library.found().isEmpty()) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "NVRTC cannot compile: %s; 'sluice devices' says how to install it",
              library.missing()));
    }
    int[] major = new int[1];
    int[] minor = new int[1];
    call("nvrtcVersion", "its version", () -> nvrtcVersion(major, minor));
    version = "NVRTC " + major[0] + "." + minor[0];
    architectures = supported();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Set<Integer> architectures() {
    return architectures;
  }

  @Override
  public byte[] compile(KernelSource source, CompilationTarget target, List<String> options) {
    String what =
        String.format(Locale.ROOT, "kernels/%s, %s, options %s", source.file(), version, options);
    var program = new nvrtcProgram();
    String[] names = source.headers().keySet().toArray(String[]::new);
    String[] texts = source.headers().values().toArray(String[]::new);
    call(
        "nvrtcCreateProgram",
        what,
        () ->
            nvrtcCreateProgram(program, source.text(), source.file(), names.length, texts, names));
    try {
      translate(program, what, options);
      return target.machineCode() ? machineCode(program, what) : ptx(program, what);
    } finally {
      call("nvrtcDestroyProgram", what, () -> nvrtcDestroyProgram(program));
    }
  }

  private static void translate(nvrtcProgram program, String what, List<String> options) {
    try {
      nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
    } catch (CudaException e) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "nvrtcCompileProgram (%s): %s%n%s",
              what,
              e.getMessage(),
              log(program, what)),
          e);
    }
    String log = log(program, what);
    if (!log.isBlank()) {
      LOG.debug("kernels: {}: {}", what, log);
    }
  }

  private static String log(nvrtcProgram program, String what) {
    String[] log = new String[1];
    call("nvrtcGetProgramLog", what, () -> nvrtcGetProgramLog(program, log));
    return log[0];
  }

  private static byte[] machineCode(nvrtcProgram program, String what) {
    long[] size = new long[1];
    call("nvrtcGetCUBINSize", what, () -> nvrtcGetCUBINSize(program, size));
    byte[] image = new byte[Math.toIntExact(size[0])];
    call("nvrtcGetCUBIN", what, () -> nvrtcGetCUBIN(program, image));
    return image;
  }

  private static byte[] ptx(nvrtcProgram program, String what) {
    String[] ptx = new String[1];
    call("nvrtcGetPTX", what, () -> nvrtcGetPTX(program, ptx));
    byte[] text = ptx[0].getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(text, text.length + 1); // The driver reads up to the zero byte.
  }

  private static Set<Integer> supported() {
    String what = "the supported architectures";
    int[] count = new int[1];
    call("nvrtcGetNumSupportedArchs", what, () -> nvrtcGetNumSupportedArchs(count));
    int[] numbers = new int[count[0]];
    call("nvrtcGetSupportedArchs", what, () -> nvrtcGetSupportedArchs(numbers));
    return Arrays.stream(numbers).boxed().collect(Collectors.toUnmodifiableSet());
  }

  private static void call(String name, String what, Runnable call) {
    try {
      call.run();
    } catch (CudaException e) {
      throw new DeviceException(
          String.format(Locale.ROOT, "%s (%s): %s", name, what, e.getMessage()), e);
    }
  }
}

package dev.sluice.device.cuda;

import dev.sluice.device.cuda.driver.CudaDriver;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Gpu;
import dev.sluice.device.cuda.image.ComputeCapability;
import dev.sluice.device.cuda.library.CudaLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/**
 * The driver without the engine above it, for the tests of the simulation: a context of device 0, a
 * non-blocking stream, and the test kernels of {@code src/test/cudasim/kernels}.
 */
public final class RawDevice implements AutoCloseable {
  private static final Path KERNELS = Path.of("src/test/cudasim/kernels");

  final CUstream stream = new CUstream();
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final Map<String, CUmodule> modules = new HashMap<>();
  private final Map<String, CUfunction> functions = new HashMap<>();

  public RawDevice() {
    CudaLibraries.load();
    JCudaDriver.setExceptionsEnabled(true);
    JNvrtc.setExceptionsEnabled(true);
    JCudaDriver.cuInit(0);
    JCudaDriver.cuDeviceGet(device, 0);
    JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
    JCudaDriver.cuCtxSetCurrent(context);
    JCudaDriver.cuStreamCreate(stream, 1);
  }

  /** A function of {@code kernels/FILE.cu}. */
  public CUfunction kernel(String file, String name) {
    CUmodule module =
        modules.computeIfAbsent(
            file,
            key -> {
              var loaded = new CUmodule();
              JCudaDriver.cuModuleLoadData(loaded, ptx(key));
              return loaded;
            });
    return functions.computeIfAbsent(
        name,
        key -> {
          var function = new CUfunction();
          JCudaDriver.cuModuleGetFunction(function, module, key);
          return function;
        });
  }

  /** The PTX that NVRTC compiles from the test kernels of a file, with a zero byte at its end. */
  public static byte[] ptx(String file, String... options) {
    var program = new nvrtcProgram();
    try {
      String source = Files.readString(KERNELS.resolve(file + ".cu"));
      JNvrtc.nvrtcCreateProgram(program, source, file + ".cu", 0, null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JNvrtc.nvrtcCompileProgram(program, options.length, options);
    String[] text = new String[1];
    JNvrtc.nvrtcGetPTX(program, text);
    JNvrtc.nvrtcDestroyProgram(program);
    byte[] bytes = text[0].getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** The compute capability that the driver reports now. */
  public ComputeCapability computeCapability() {
    return new Gpu(0).computeCapability();
  }

  /** The version that the driver reports now. */
  public int driverVersion() {
    return CudaDriver.version();
  }

  /** Device memory for some floats, which are NaN. */
  public DeviceMemory floats(int count) {
    var pointer = new DeviceMemory();
    JCudaDriver.cuMemAlloc(pointer, (long) count * Float.BYTES);
    return pointer;
  }

  public DeviceMemory floats(float... values) {
    DeviceMemory pointer = floats(values.length);
    JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Float.BYTES);
    return pointer;
  }

  /** Waits for the stream and reads. */
  public float[] read(DeviceMemory pointer, int count) {
    JCudaDriver.cuStreamSynchronize(stream);
    float[] values = new float[count];
    JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Float.BYTES);
    return values;
  }

  public int[] readInts(DeviceMemory pointer, int count) {
    JCudaDriver.cuStreamSynchronize(stream);
    int[] values = new int[count];
    JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Integer.BYTES);
    return values;
  }

  /** Launches without dynamic shared memory. */
  public void launch(CUfunction function, int blocks, int threads, Object... arguments) {
    launchShared(function, blocks, threads, 0, arguments);
  }

  public void launchShared(
      CUfunction function, int blocks, int threads, int sharedBytes, Object... arguments) {
    ByteBuffer packed = pack(arguments);
    ByteBuffer size = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    size.putLong(0, packed.position());
    Pointer extra =
        Pointer.to(
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
            Pointer.to(packed.rewind()),
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(size),
            JCudaDriver.CU_LAUNCH_PARAM_END);
    JCudaDriver.cuLaunchKernel(
        function, blocks, 1, 1, threads, 1, 1, sharedBytes, stream, null, extra);
  }

  /** Packs the arguments, each aligned to its own size. */
  private static ByteBuffer pack(Object... arguments) {
    ByteBuffer packed = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
    for (Object argument : arguments) {
      if (argument instanceof DeviceMemory pointer) {
        align(packed, Long.BYTES).putLong(pointer.address());
      } else if (argument instanceof Long number) {
        align(packed, Long.BYTES).putLong(number);
      } else if (argument instanceof Double number) {
        align(packed, Double.BYTES).putDouble(number);
      } else if (argument instanceof Integer number) {
        align(packed, Integer.BYTES).putInt(number);
      } else if (argument instanceof Float number) {
        align(packed, Float.BYTES).putFloat(number);
      } else if (argument instanceof Short number) {
        align(packed, Short.BYTES).putShort(number);
      } else if (argument instanceof Byte number) {
        packed.put(number);
      } else {
        throw new IllegalArgumentException("no kernel argument: " + argument);
      }
    }
    return packed;
  }

  private static ByteBuffer align(ByteBuffer packed, int bytes) {
    return packed.position((packed.position() + bytes - 1) / bytes * bytes);
  }

  /** The name of the error of a call, or "CUDA_SUCCESS". */
  public static String errorOf(Runnable call) {
    try {
      call.run();
      return CUresult.stringFor(CUresult.CUDA_SUCCESS);
    } catch (CudaException e) {
      return e.getMessage();
    }
  }

  /** The error of the stream's work, or "CUDA_SUCCESS". */
  public String outcome() {
    return errorOf(() -> JCudaDriver.cuStreamSynchronize(stream));
  }

  @Override
  public void close() {
    if (SimulatedDriver.isReal()) {
      JCudaDriver.cuStreamDestroy(stream);
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
    } else {
      Simulation.restart();
    }
  }
}

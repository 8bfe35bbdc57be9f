package dev.sluice.device.cuda.driver;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.cell.Activation;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * The launch of one kernel: first its arguments, in the order of the kernel's parameters, then the
 * grid. The arguments are packed into one buffer, as the kernel will see them, so the driver can
 * compare their size with that of the kernel's parameters.
 *
 * <pre>{@code
 * device.kernel("elementwise", "add").read(source).write(target).int64(n).over(n);
 * }</pre>
 *
 * <p>One object serves all launches of a device, one after the other. Needs the device's lock.
 */
@CanIgnoreReturnValue
public final class Launch {
  /** Threads of a block, unless the kernel needs another number. */
  static final int BLOCK = 256;

  private static final int WARP = 32;

  /** The driver allows 4 KiB of kernel parameters. */
  private static final int MAX_BYTES = 4096;

  /** The largest number of blocks for each multiprocessor; more blocks would only wait. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  private final CudaBackend device;
  private final CudaStream stream;
  private final int maxBlocks;
  private final ByteBuffer arguments = direct(MAX_BYTES);
  private final ByteBuffer size = direct(Long.BYTES);
  private final Pointer extra =
      Pointer.to(
          JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
          Pointer.to(arguments),
          JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
          Pointer.to(size),
          JCudaDriver.CU_LAUNCH_PARAM_END);
  private String name = "";
  private @Nullable CUfunction function;
  private int used;

  public Launch(CudaBackend device, CudaStream stream, int multiprocessors) {
    this.device = device;
    this.stream = stream;
    this.maxBlocks = multiprocessors * BLOCKS_PER_MULTIPROCESSOR;
  }

  /** Begins the launch of a kernel. */
  public Launch of(String name, CUfunction function) {
    this.name = name;
    this.function = function;
    used = 0;
    return this;
  }

  /** Adds a tensor that the kernel reads; null gives a null pointer. */
  public Launch read(@Nullable Tensor tensor) {
    return tensor == null ? int64(0) : memory(CudaTensor.of(tensor, device).input());
  }

  /** Adds a tensor that the kernel writes; null gives a null pointer. */
  public Launch write(@Nullable Tensor tensor) {
    return tensor == null ? int64(0) : memory(CudaTensor.of(tensor, device).output());
  }

  /** Adds an address; null gives a null pointer. */
  public Launch memory(@Nullable DeviceMemory memory) {
    return int64(memory == null ? 0 : memory.address());
  }

  /** Adds a {@code long long}. */
  public Launch int64(long value) {
    arguments.putLong(place(Long.BYTES), value);
    return this;
  }

  /** Adds an {@code int}. */
  public Launch int32(int value) {
    arguments.putInt(place(Integer.BYTES), value);
    return this;
  }

  /** Adds a {@code float}. */
  public Launch float32(float value) {
    arguments.putFloat(place(Float.BYTES), value);
    return this;
  }

  /** Adds a {@code struct Activation}. */
  public Launch activation(Activation activation) {
    return int32(activation.kind().ordinal())
        .float32(activation.alpha())
        .float32(activation.beta());
  }

  /**
   * Adds a {@code struct Gate}.
   *
   * @param clip the largest magnitude of the activation's argument; 0 for no bound
   */
  public Launch gate(Activation activation, float clip) {
    return activation(activation).float32(clip);
  }

  /** Adds a {@code struct RandomStream}, padded to a multiple of eight bytes. */
  public Launch random(RandomStream random) {
    return int64(random.seed()).int64(random.step()).int32(random.site()).padTo(Long.BYTES);
  }

  /** Pads to a multiple of this many bytes: ends a struct whose largest member has that size. */
  public Launch padTo(int bytes) {
    used = (used + bytes - 1) / bytes * bytes;
    return this;
  }

  /** Adds the address of the device's fault record. */
  public Launch fault() {
    return memory(device.faults().memory());
  }

  /**
   * Launches one thread for each element, in blocks of {@link #BLOCK} threads. The number of blocks
   * is bounded by what keeps the device busy, so the kernel needs a grid-stride loop.
   *
   * @param elements 0 launches nothing
   */
  public void over(long elements) {
    if (elements > 0) {
      long blocks = (elements + BLOCK - 1) / BLOCK;
      blocks((int) Math.min(blocks, maxBlocks));
    }
  }

  /**
   * Launches one warp for each row, with a bounded grid as {@link #over} does.
   *
   * @param rows 0 launches nothing
   */
  public void overWarps(long rows) {
    over(rows * WARP);
  }

  /**
   * Launches one block of {@link #BLOCK} threads for each job, with a bounded grid as {@link #over}
   * does.
   *
   * @param jobs 0 launches nothing
   */
  public void overBlocks(long jobs) {
    over(jobs * BLOCK);
  }

  /** Launches exactly this many blocks of {@link #BLOCK} threads. */
  public void blocks(int blocks) {
    grid(blocks, 1, BLOCK, 1, 0);
  }

  /**
   * Launches a two-dimensional grid of two-dimensional blocks.
   *
   * @param sharedBytes dynamic shared memory of each block
   */
  void grid(int blocksX, int blocksY, int threadsX, int threadsY, int sharedBytes) {
    size.putLong(0, used);
    try {
      JCudaDriver.cuLaunchKernel(
          function,
          blocksX,
          blocksY,
          1,
          threadsX,
          threadsY,
          1,
          sharedBytes,
          stream.handle(),
          null,
          extra);
    } catch (CudaException e) {
      throw CudaCalls.failure(
          "cuLaunchKernel",
          String.format(
              Locale.ROOT,
              "kernel %s, %d x %d blocks of %d x %d threads (submitted before: %s)",
              name,
              blocksX,
              blocksY,
              threadsX,
              threadsY,
              stream.lastSubmitted()),
          e);
    }
    stream.submitted(name);
  }

  /** Aligns an argument to its own size, as the device compiler lays parameters out. */
  private int place(int bytes) {
    int at = (used + bytes - 1) / bytes * bytes;
    used = at + bytes;
    return at;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}

package dev.sluice.device.cuda.driver;

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

/**
 * The launch of one kernel: first its arguments in the order of the kernel's parameters, then the
 * grid. The arguments lie packed in one buffer, as the kernel will see them, so the driver can hold
 * their size against the kernel's.
 *
 * <pre>{@code
 * device.kernel("elementwise", "add").read(source).write(target).int64(n).over(n);
 * }</pre>
 *
 * <p>One object serves all launches of a device, one after the other, under its turn.
 */
public final class Launch {
  /** Threads of a block where the kernel does not care. */
  static final int BLOCK = 256;

  private static final int WARP = 32;

  /** Parameters of a kernel may take 4 KiB. */
  private static final int MOST_BYTES = 4096;

  /** Blocks for each multiprocessor: more would only wait. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  private final CudaBackend device;
  private final CudaStream stream;
  private final int mostBlocks;
  private final ByteBuffer arguments = direct(MOST_BYTES);
  private final ByteBuffer size = direct(Long.BYTES);
  private final Pointer extra =
      Pointer.to(
          JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
          Pointer.to(arguments),
          JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
          Pointer.to(size),
          JCudaDriver.CU_LAUNCH_PARAM_END);
  private String name;
  private CUfunction function;
  private int used;

  public Launch(CudaBackend device, CudaStream stream, int multiprocessors) {
    this.device = device;
    this.stream = stream;
    this.mostBlocks = multiprocessors * BLOCKS_PER_MULTIPROCESSOR;
  }

  /** Begins a launch. */
  public Launch of(String name, CUfunction function) {
    this.name = name;
    this.function = function;
    used = 0;
    return this;
  }

  /** A tensor that the kernel reads; null gives a null pointer. */
  public Launch read(Tensor tensor) {
    return tensor == null ? int64(0) : memory(CudaTensor.of(tensor, device).input());
  }

  /** A tensor that the kernel writes; null gives a null pointer. */
  public Launch write(Tensor tensor) {
    return tensor == null ? int64(0) : memory(CudaTensor.of(tensor, device).output());
  }

  /** An address; null gives a null pointer. */
  public Launch memory(DeviceMemory memory) {
    return int64(memory == null ? 0 : memory.address());
  }

  /** A {@code long long}. */
  public Launch int64(long value) {
    arguments.putLong(place(Long.BYTES), value);
    return this;
  }

  /** An {@code int}. */
  public Launch int32(int value) {
    arguments.putInt(place(Integer.BYTES), value);
    return this;
  }

  /** A {@code float}. */
  public Launch float32(float value) {
    arguments.putFloat(place(Float.BYTES), value);
    return this;
  }

  /** A {@code struct Activation}. */
  public Launch activation(Activation activation) {
    return int32(activation.kind().ordinal())
        .float32(activation.alpha())
        .float32(activation.beta());
  }

  /**
   * A {@code struct Gate}.
   *
   * @param clip the bound of the non-linearity's argument; 0: none
   */
  public Launch gate(Activation activation, float clip) {
    return activation(activation).float32(clip);
  }

  /** A {@code struct RandomStream}, which ends on a multiple of eight bytes. */
  public Launch random(RandomStream random) {
    return int64(random.seed()).int64(random.step()).int32(random.site()).padTo(Long.BYTES);
  }

  /** Ends a struct whose largest member has so many bytes: what follows begins on a multiple. */
  public Launch padTo(int bytes) {
    used = (used + bytes - 1) / bytes * bytes;
    return this;
  }

  /** The device's fault record. */
  public Launch fault() {
    return memory(device.faults().memory());
  }

  /**
   * Launches blocks of {@link #BLOCK} threads for so many elements; at most as many blocks as keep
   * the device busy, so the kernel strides over the grid.
   *
   * @param elements none launches nothing
   */
  public void over(long elements) {
    if (elements > 0) {
      long blocks = (elements + BLOCK - 1) / BLOCK;
      blocks((int) Math.min(blocks, mostBlocks));
    }
  }

  /**
   * Launches a warp of threads for each of so many rows, as {@link #over} does.
   *
   * @param rows none launches nothing
   */
  public void overWarps(long rows) {
    over(rows * WARP);
  }

  /**
   * Launches a block of {@link #BLOCK} threads for each of so many jobs, as {@link #over} does.
   *
   * @param jobs none launches nothing
   */
  public void overBlocks(long jobs) {
    over(jobs * BLOCK);
  }

  /** Launches so many blocks of {@link #BLOCK} threads. */
  public void blocks(int blocks) {
    grid(blocks, 1, BLOCK, 1, 0);
  }

  /**
   * Launches a grid of two dimensions.
   *
   * @param sharedBytes of dynamic shared memory
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
      throw DriverFailure.of(
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

  /** Natural alignment, as the device's compiler lays parameters out. */
  private int place(int bytes) {
    int at = (used + bytes - 1) / bytes * bytes;
    used = at + bytes;
    return at;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}

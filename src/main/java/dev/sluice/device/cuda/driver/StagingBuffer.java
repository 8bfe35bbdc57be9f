package dev.sluice.device.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Pinned host memory for copies between host and device: only copies from and to pinned memory are
 * asynchronous. It has two halves. A write returns as soon as the values are in a half; the host
 * waits only when it needs the half that the device still reads from. A read waits for the device.
 *
 * <p>Not thread-safe; needs the device's lock.
 */
public final class StagingBuffer implements AutoCloseable {
  private static final int HALF_BYTES = 4 << 20;

  /** Each copy begins at a multiple of this many bytes. */
  private static final int ALIGNMENT = 16;

  private final CudaStream stream;
  private final Pointer pinned = new Pointer();
  private final ByteBuffer host;
  private final Half[] halves;
  private int current;

  /** Fills a buffer with {@code count} values, beginning with the value at index {@code from}. */
  @FunctionalInterface
  public interface Source {
    /** Writes the values to the beginning of the buffer. */
    void copy(ByteBuffer target, int from, int count);
  }

  /** Reads {@code count} values from a buffer and stores them from index {@code from} on. */
  @FunctionalInterface
  public interface Target {
    /** Reads the values at the beginning of the buffer. */
    void copy(ByteBuffer source, int from, int count);
  }

  public StagingBuffer(CudaStream stream) {
    this.stream = stream;
    CudaCalls.check(
        "cuMemAllocHost",
        2 * HALF_BYTES + " bytes",
        () -> JCudaDriver.cuMemAllocHost(pinned, 2L * HALF_BYTES));
    host = pinned.getByteBuffer(0, 2L * HALF_BYTES);
    halves = new Half[] {new Half(0), new Half(HALF_BYTES)};
    try {
      for (Half half : halves) {
        half.createEvent();
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Submits the copy of host values to the device. The source may be changed at once.
   *
   * @param count how many values of four bytes
   */
  public void write(DeviceMemory target, int count, Source source) {
    int max = HALF_BYTES / Integer.BYTES;
    for (int from = 0; from < count; from += max) {
      writePart(
          target.plus((long) from * Integer.BYTES), from, Math.min(max, count - from), source);
    }
  }

  private void writePart(DeviceMemory target, int from, int count, Source source) {
    int bytes = count * Integer.BYTES;
    Half half = room(bytes);
    int at = half.begin + half.used;
    source.copy(slice(at, bytes), from, count);
    half.used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    CudaCalls.check(
        "cuMemcpyHtoDAsync",
        () -> bytes + " bytes",
        () ->
            JCudaDriver.cuMemcpyHtoDAsync(
                target, pinned.withByteOffset(at), bytes, stream.handle()));
  }

  /**
   * Copies device values to the host and waits for them.
   *
   * @param count how many values of four bytes
   */
  public void read(DeviceMemory source, int count, Target target) {
    int max = HALF_BYTES / Integer.BYTES;
    for (int from = 0; from < count; from += max) {
      readPart(source.plus((long) from * Integer.BYTES), from, Math.min(max, count - from), target);
    }
  }

  private void readPart(DeviceMemory source, int from, int count, Target target) {
    int bytes = count * Integer.BYTES;
    Half half = room(bytes);
    int at = half.begin + half.used;
    CudaCalls.check(
        "cuMemcpyDtoHAsync",
        () -> bytes + " bytes",
        () ->
            JCudaDriver.cuMemcpyDtoHAsync(
                pinned.withByteOffset(at), source, bytes, stream.handle()));
    stream.synchronize();
    for (Half each : halves) {
      each.used = 0;
    }
    target.copy(slice(at, bytes), from, count);
  }

  /** A half with this many free bytes; waits for the device if necessary. */
  private Half room(int bytes) {
    Half half = halves[current];
    if (half.used + bytes <= HALF_BYTES) {
      return half;
    }
    half.recordUse();
    current = 1 - current;
    Half other = halves[current];
    other.awaitUse();
    other.used = 0;
    return other;
  }

  private ByteBuffer slice(int at, int bytes) {
    return host.slice(at, bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    for (Half half : halves) {
      half.close();
    }
    CudaCalls.check("cuMemFreeHost", "staging", () -> JCudaDriver.cuMemFreeHost(pinned));
  }

  /** One half, with an event that is reached when the device has read it. */
  private final class Half implements AutoCloseable {
    final int begin;
    final CUevent read = new CUevent();
    boolean created;
    int used;

    Half(int begin) {
      this.begin = begin;
    }

    void createEvent() {
      CudaCalls.check(
          "cuEventCreate",
          "staging",
          () -> JCudaDriver.cuEventCreate(read, CUevent_flags.CU_EVENT_DISABLE_TIMING));
      created = true;
    }

    void recordUse() {
      CudaCalls.check(
          "cuEventRecord", "staging", () -> JCudaDriver.cuEventRecord(read, stream.handle()));
    }

    void awaitUse() {
      CudaCalls.check("cuEventSynchronize", "staging", () -> JCudaDriver.cuEventSynchronize(read));
    }

    @Override
    public void close() {
      if (created) {
        CudaCalls.check("cuEventDestroy", "staging", () -> JCudaDriver.cuEventDestroy(read));
      }
    }
  }
}

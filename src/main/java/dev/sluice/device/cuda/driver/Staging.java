package dev.sluice.device.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Pinned host memory through which values travel, since the device copies asynchronously only from
 * there. Writes return as soon as the values are staged; the host waits only when it has filled a
 * half that the device still reads from. Reads wait for the device.
 *
 * <p>Not thread-safe; used under the device's turn.
 */
public final class Staging implements AutoCloseable {
  private static final int HALF_BYTES = 4 << 20;

  /** A place in the device's memory that is not a value's own must not begin oddly. */
  private static final int ALIGNMENT = 16;

  private final CudaStream stream;
  private final Pointer pinned = new Pointer();
  private final ByteBuffer host;
  private final Half[] halves;
  private int current;

  /** Puts values into a buffer: {@code count} of them from index {@code from}. */
  @FunctionalInterface
  public interface Source {
    /** Fills the buffer from its beginning. */
    void copy(ByteBuffer target, int from, int count);
  }

  /** Takes values out of a buffer: {@code count} of them to index {@code from}. */
  @FunctionalInterface
  public interface Target {
    /** Reads the buffer from its beginning. */
    void copy(ByteBuffer source, int from, int count);
  }

  public Staging(CudaStream stream) {
    this.stream = stream;
    DriverFailure.check(
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
   * Copies host values to the device.
   *
   * @param count of values of four bytes
   */
  public void write(DeviceMemory target, int count, Source source) {
    int most = HALF_BYTES / Integer.BYTES;
    for (int from = 0; from < count; from += most) {
      writePart(
          target.plus((long) from * Integer.BYTES), from, Math.min(most, count - from), source);
    }
  }

  private void writePart(DeviceMemory target, int from, int count, Source source) {
    int bytes = count * Integer.BYTES;
    Half half = room(bytes);
    int at = half.begin + half.used;
    source.copy(slice(at, bytes), from, count);
    half.used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    DriverFailure.check(
        "cuMemcpyHtoDAsync",
        () -> bytes + " bytes",
        () ->
            JCudaDriver.cuMemcpyHtoDAsync(
                target, pinned.withByteOffset(at), bytes, stream.handle()));
  }

  /**
   * Copies device values to the host and waits for them.
   *
   * @param count of values of four bytes
   */
  public void read(DeviceMemory source, int count, Target target) {
    int most = HALF_BYTES / Integer.BYTES;
    for (int from = 0; from < count; from += most) {
      readPart(
          source.plus((long) from * Integer.BYTES), from, Math.min(most, count - from), target);
    }
  }

  private void readPart(DeviceMemory source, int from, int count, Target target) {
    int bytes = count * Integer.BYTES;
    Half half = room(bytes);
    int at = half.begin + half.used;
    DriverFailure.check(
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

  /** The half in which so many bytes are free, after waiting for the device where needed. */
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
    DriverFailure.check("cuMemFreeHost", "staging", () -> JCudaDriver.cuMemFreeHost(pinned));
  }

  /** One half, with an event that tells when the device has read it. */
  private final class Half implements AutoCloseable {
    final int begin;
    final CUevent read = new CUevent();
    boolean created;
    int used;

    Half(int begin) {
      this.begin = begin;
    }

    void createEvent() {
      DriverFailure.check(
          "cuEventCreate",
          "staging",
          () -> JCudaDriver.cuEventCreate(read, CUevent_flags.CU_EVENT_DISABLE_TIMING));
      created = true;
    }

    void recordUse() {
      DriverFailure.check(
          "cuEventRecord", "staging", () -> JCudaDriver.cuEventRecord(read, stream.handle()));
    }

    void awaitUse() {
      DriverFailure.check(
          "cuEventSynchronize", "staging", () -> JCudaDriver.cuEventSynchronize(read));
    }

    @Override
    public void close() {
      if (created) {
        DriverFailure.check("cuEventDestroy", "staging", () -> JCudaDriver.cuEventDestroy(read));
      }
    }
  }
}

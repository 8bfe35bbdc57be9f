package dev.sluice.device.cuda.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A queue of device work that runs in the order of submission. It remembers the last few names of
 * what was submitted: a kernel that fails does so after its launch, and the driver does not say
 * which it was. With {@code -Dsluice.cuda.synchronous=true} the host waits for each launch, and the
 * last name is the one.
 */
public final class CudaStream implements AutoCloseable {
  private static final int REMEMBERED = 8;

  private final CUstream stream = new CUstream();
  private final boolean synchronous = Boolean.getBoolean("sluice.cuda.synchronous");
  private final Deque<String> submitted = new ArrayDeque<>(REMEMBERED);
  private boolean recording;

  /** A stream of the current context, independent of the default stream. */
  public CudaStream() {
    DriverFailure.check(
        "cuStreamCreate",
        "a stream",
        () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
  }

  /** For calls. */
  public CUstream handle() {
    return stream;
  }

  /** Says what was just submitted. */
  public void submitted(String name) {
    if (submitted.size() == REMEMBERED) {
      submitted.removeFirst();
    }
    submitted.addLast(name);
    if (synchronous && !recording) {
      synchronize();
    }
  }

  /** The names of what may still be under way, the newest last. */
  String lastSubmitted() {
    return submitted.isEmpty() ? "nothing" : String.join(", ", submitted);
  }

  /** Says that what follows is recorded into a graph and not run, or that it is run again. */
  public void recording(boolean recording) {
    this.recording = recording;
  }

  /**
   * Waits until everything submitted so far has ended.
   *
   * @throws dev.sluice.device.DeviceException if any of it failed; the device cannot be used again
   */
  public void synchronize() {
    DriverFailure.check(
        "cuStreamSynchronize",
        () -> "work on the device, last submitted: " + lastSubmitted(),
        () -> JCudaDriver.cuStreamSynchronize(stream));
    submitted.clear();
  }

  @Override
  public void close() {
    DriverFailure.check("cuStreamDestroy", "a stream", () -> JCudaDriver.cuStreamDestroy(stream));
  }
}

package dev.sluice.device.cuda.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A CUDA stream: device work that runs in the order of submission. It remembers the names of the
 * last few kernels and products, because a kernel fails after its launch and the driver does not
 * say which one failed. With {@code -Dsluice.cuda.synchronous=true} the host waits for each launch,
 * so the last name is the one that failed.
 */
public final class CudaStream implements AutoCloseable {
  private static final int REMEMBERED = 8;

  private final CUstream stream = new CUstream();
  private final boolean synchronous = Boolean.getBoolean("sluice.cuda.synchronous");
  private final Deque<String> submitted = new ArrayDeque<>(REMEMBERED);
  private boolean recording;

  /** Creates a stream of the current context, independent of the default stream. */
  public CudaStream() {
    CudaCalls.check(
        "cuStreamCreate",
        "a stream",
        () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
  }

  /** The driver's handle, for calls. */
  public CUstream handle() {
    return stream;
  }

  /** Notes the name of what was just submitted. */
  public void submitted(String name) {
    if (submitted.size() == REMEMBERED) {
      submitted.removeFirst();
    }
    submitted.addLast(name);
    if (synchronous && !recording) {
      synchronize();
    }
  }

  /** The names of the work that was submitted last, the newest at the end. */
  String lastSubmitted() {
    return submitted.isEmpty() ? "nothing" : String.join(", ", submitted);
  }

  /** Tells whether the work that follows is recorded into a graph instead of being run. */
  public void recording(boolean recording) {
    this.recording = recording;
  }

  /**
   * Waits until everything submitted so far has ended.
   *
   * @throws dev.sluice.device.DeviceException if any of it failed; the device cannot be used
   *     afterwards
   */
  public void synchronize() {
    CudaCalls.check(
        "cuStreamSynchronize",
        () -> "work on the device, last submitted: " + lastSubmitted(),
        () -> JCudaDriver.cuStreamSynchronize(stream));
    submitted.clear();
  }

  @Override
  public void close() {
    CudaCalls.check("cuStreamDestroy", "a stream", () -> JCudaDriver.cuStreamDestroy(stream));
  }
}

package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.DeviceException;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.CudaStream;
import dev.sluice.device.cuda.driver.LostContextException;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * A recorded graph of a chunk of timesteps. The first call submits the work directly, which also
 * lets libraries load what they need. The second call records it. From then on one launch submits
 * all of it.
 */
public final class StepGraph implements AutoCloseable {
  private final CudaStream stream;
  private boolean ran;
  private @Nullable CUgraphExec recorded;

  public StepGraph(CudaStream stream) {
    this.stream = stream;
  }

  /**
   * Submits the work.
   *
   * @param work submits the same kernels each time; while it is recorded, it must neither allocate
   *     device memory nor synchronise
   * @throws RecordingException if the driver or a library refuses to record it
   */
  public void submit(Runnable work) {
    if (!ran) {
      work.run();
      ran = true;
      return;
    }
    if (recorded == null) {
      recorded = tryToRecord(work);
    }
    CudaCalls.check(
        "cuGraphLaunch",
        "a chunk of steps",
        () -> JCudaDriver.cuGraphLaunch(recorded, stream.handle()));
    stream.submitted("recorded steps");
  }

  /** Whether the work is recorded. */
  public boolean isRecorded() {
    return recorded != null;
  }

  private CUgraphExec tryToRecord(Runnable work) {
    try {
      return record(work);
    } catch (LostContextException e) {
      throw e;
    } catch (DeviceException e) {
      throw new RecordingException(e);
    }
  }

  private CUgraphExec record(Runnable work) {
    CUgraph graph = capture(work);
    CUgraphExec executable = new CUgraphExec();
    try {
      CudaCalls.check(
          "cuGraphInstantiate",
          "a chunk of steps",
          () -> JCudaDriver.cuGraphInstantiate(executable, graph, 0));
    } finally {
      CudaCalls.check(
          "cuGraphDestroy", "a chunk of steps", () -> JCudaDriver.cuGraphDestroy(graph));
    }
    return executable;
  }

  private CUgraph capture(Runnable work) {
    CudaCalls.check(
        "cuStreamBeginCapture",
        "a chunk of steps",
        () ->
            JCudaDriver.cuStreamBeginCapture(
                stream.handle(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
    stream.recording(true);
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      abandonCapture(e);
      throw e;
    }
    return endCapture();
  }

  private CUgraph endCapture() {
    stream.recording(false);
    CUgraph graph = new CUgraph();
    CudaCalls.check(
        "cuStreamEndCapture",
        "a chunk of steps",
        () -> JCudaDriver.cuStreamEndCapture(stream.handle(), graph));
    return graph;
  }

  /** Ends the capture after a failure, so that the stream stays usable. */
  private void abandonCapture(Throwable cause) {
    try {
      CUgraph part = endCapture();
      JCudaDriver.cuGraphDestroy(part);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Frees the graph; the device may still be running it. */
  @Override
  public void close() {
    if (recorded != null) {
      CudaCalls.check(
          "cuGraphExecDestroy", "a chunk of steps", () -> JCudaDriver.cuGraphExecDestroy(recorded));
      recorded = null;
    }
  }
}

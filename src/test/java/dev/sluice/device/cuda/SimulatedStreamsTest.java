package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.driver.DeviceMemory;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Simulated work runs when something waits for it, so a program that forgets to wait is detected.
 */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class SimulatedStreamsTest {
  private RawDevice device;
  private final Pointer pinned = new Pointer();
  private FloatBuffer staged;

  @BeforeEach
  void open() {
    device = new RawDevice();
    JCudaDriver.cuMemAllocHost(pinned, 16);
    staged = pinned.getByteBuffer(0, 16).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private void addTo(DeviceMemory y, float amount) {
    device.launch(device.kernel("correct", "sim_axpy"), 1, 32, y, device.floats(1f), amount, 1);
  }

  @Test
  void aReadWithoutWaitingSeesTheOldValues() {
    DeviceMemory x = device.floats(1, 2, 3, 4);
    staged.put(0, -1);
    JCudaDriver.cuMemcpyDtoHAsync(pinned, x, 16, device.stream);
    assertEquals(-1, staged.get(0), "read too early");
    JCudaDriver.cuStreamSynchronize(device.stream);
    assertEquals(1, staged.get(0));
  }

  @Test
  void aBufferThatIsReusedTooEarlyIsReported() {
    DeviceMemory x = device.floats(4);
    staged.put(0, new float[] {1, 2, 3, 4});
    JCudaDriver.cuMemcpyHtoDAsync(x, pinned, 16, device.stream);
    staged.put(0, 100);
    assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", device.outcome());
    assertTrue(Simulation.reports().toString().contains("written between the call and the copy"));
  }

  @Test
  void aRecordedCopyReadsTheValuesOfEachReplay() {
    DeviceMemory x = device.floats(4);
    staged.put(0, new float[] {1, 2, 3, 4});
    JCudaDriver.cuStreamBeginCapture(device.stream, 1);
    JCudaDriver.cuMemcpyHtoDAsync(x, pinned, 16, device.stream);
    var graph = new CUgraph();
    JCudaDriver.cuStreamEndCapture(device.stream, graph);
    var executable = new CUgraphExec();
    JCudaDriver.cuGraphInstantiate(executable, graph, 0);
    staged.put(0, 100);
    JCudaDriver.cuGraphLaunch(executable, device.stream);
    assertArrayEquals(new float[] {100, 2, 3, 4}, device.read(x, 4));
  }

  @Test
  void aKernelThatIsFirstLaunchedInACaptureIsReported() {
    DeviceMemory y = device.floats(0f);
    var axpy = device.kernel("correct", "sim_axpy");
    for (boolean first : new boolean[] {true, false}) {
      JCudaDriver.cuStreamBeginCapture(device.stream, 1);
      device.launch(axpy, 1, 32, y, y, 2f, 1);
      JCudaDriver.cuStreamEndCapture(device.stream, new CUgraph());
      String reports = Simulation.reports().toString();
      assertEquals(first, reports.contains("sim_axpy: first launched in a capture"), reports);
      device.launch(axpy, 1, 32, y, y, 2f, 1);
    }
  }

  @Test
  void pageableMemoryIsReadDuringTheCall() {
    DeviceMemory x = device.floats(4);
    float[] values = {1, 2, 3, 4};
    JCudaDriver.cuMemcpyHtoDAsync(x, Pointer.to(values), 16, device.stream);
    values[0] = 100;
    assertArrayEquals(new float[] {1, 2, 3, 4}, device.read(x, 4));
  }

  @Test
  void aSynchronousCopyDoesNotWaitForANonBlockingStream() {
    DeviceMemory y = device.floats(1f);
    addTo(y, 1);
    float[] value = new float[1];
    JCudaDriver.cuMemcpyDtoH(Pointer.to(value), y, 4);
    assertEquals(1, value[0]);
    assertEquals(2, device.read(y, 1)[0]);
  }

  @Test
  void aFreeWaits() {
    DeviceMemory y = device.floats(1f);
    DeviceMemory other = device.floats(1);
    addTo(y, 1);
    JCudaDriver.cuMemFree(other);
    assertEquals(1, Simulation.count("launches:sim_axpy"));
    assertEquals("CUDA_SUCCESS", device.outcome());
  }

  @Test
  void anEventIsReadyAtTheSecondQuery() {
    var event = new CUevent();
    JCudaDriver.cuEventCreate(event, 0);
    addTo(device.floats(1f), 1);
    JCudaDriver.cuEventRecord(event, device.stream);
    assertEquals("CUDA_ERROR_NOT_READY", RawDevice.errorOf(() -> JCudaDriver.cuEventQuery(event)));
    assertEquals("CUDA_SUCCESS", RawDevice.errorOf(() -> JCudaDriver.cuEventQuery(event)));
  }

  @Test
  void aStreamThatWaitsForAnEventRunsAfterIt() {
    var other = new CUstream();
    var event = new CUevent();
    JCudaDriver.cuStreamCreate(other, 1);
    JCudaDriver.cuEventCreate(event, 2);
    DeviceMemory y = device.floats(1f);
    addTo(y, 1);
    JCudaDriver.cuMemcpyDtoHAsync(pinned, y, 4, other);
    JCudaDriver.cuStreamSynchronize(other);
    assertEquals(1, staged.get(0), "nothing ordered the two");
    JCudaDriver.cuEventRecord(event, device.stream);
    JCudaDriver.cuStreamWaitEvent(other, event, 0);
    JCudaDriver.cuMemcpyDtoHAsync(pinned, y, 4, other);
    JCudaDriver.cuStreamSynchronize(other);
    assertEquals(2, staged.get(0));
  }

  @Test
  void aRecordedGraphRunsOnceForEachLaunch() {
    DeviceMemory y = device.floats(0f);
    DeviceMemory one = device.floats(1f);
    var axpy = device.kernel("correct", "sim_axpy");
    JCudaDriver.cuStreamBeginCapture(device.stream, 1);
    device.launch(axpy, 1, 32, y, one, 2f, 1);
    device.launch(axpy, 1, 32, y, one, 3f, 1);
    var graph = new CUgraph();
    JCudaDriver.cuStreamEndCapture(device.stream, graph);
    assertEquals(0, device.read(y, 1)[0]);
    long[] nodes = new long[1];
    JCudaDriver.cuGraphGetNodes(graph, null, nodes);
    assertEquals(2, nodes[0]);
    var executable = new CUgraphExec();
    JCudaDriver.cuGraphInstantiate(executable, graph, 0);
    JCudaDriver.cuGraphDestroy(graph);
    JCudaDriver.cuGraphLaunch(executable, device.stream);
    JCudaDriver.cuGraphLaunch(executable, device.stream);
    assertEquals(10, device.read(y, 1)[0]);
    assertEquals(1, Simulation.count("executables"));
    JCudaDriver.cuGraphExecDestroy(executable);
    assertEquals(0, Simulation.count("graphs") + Simulation.count("executables"));
  }

  @Test
  void anAllocationInvalidatesTheCurrentCapture() {
    JCudaDriver.cuStreamBeginCapture(device.stream, 0);
    assertEquals(
        "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", RawDevice.errorOf(() -> device.floats(1)));
    assertEquals(
        "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED",
        RawDevice.errorOf(() -> JCudaDriver.cuStreamEndCapture(device.stream, new CUgraph())));
  }

  @Test
  void aCallThatIsNotSimulatedIsReported() {
    assertEquals(
        "CUDA_ERROR_NOT_SUPPORTED", RawDevice.errorOf(() -> JCudaDriver.cuProfilerStart()));
    assertTrue(Simulation.reports().contains("cuProfilerStart is not simulated"));
  }
}

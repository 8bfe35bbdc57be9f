package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** The errors that a user sees when the GPU, its memory or its kernels fail. */
@ExtendWith(SimulatedDriver.class)
@DisabledIf(value = "onARealGpu", disabledReason = "only the simulated driver fails on request")
class CudaFailureTest {
  private static final long MEBIBYTE = 1 << 20;

  static boolean onARealGpu() {
    return SimulatedDriver.isReal();
  }

  @BeforeEach
  void restart() {
    Simulation.restart();
  }

  private static Device open() {
    return Gpus.open(DeviceOptions.defaults());
  }

  private static Shape mebibytes(int count) {
    return Shape.of(Math.toIntExact(count * MEBIBYTE / Float.BYTES));
  }

  @Test
  void outOfMemoryNamesTheSizesAndTheDeviceStaysUsable() {
    Simulation.set("total_memory", 64 * MEBIBYTE);
    try (Device device = open()) {
      Tensor held = device.allocate(DType.FLOAT32, mebibytes(8));
      OutOfDeviceMemoryException thrown =
          assertThrows(
              OutOfDeviceMemoryException.class,
              () -> device.allocate(DType.FLOAT32, mebibytes(40)));
      // The workspace of cuBLAS takes 32 MiB.
      assertTrue(
          thrown
              .getMessage()
              .matches("cuda:0: out of memory: asked for 41,943,040 bytes, 41,9.* 25,1.* free"),
          thrown.getMessage());
      assertEquals(1, device.openTensors());
      held.close();
      try (Tensor small = device.allocate(DType.FLOAT32, Shape.of(3))) {
        small.write(1f, 2f, 3f);
        device.elementwise().add(small, small);
        assertArrayEquals(new float[] {2, 4, 6}, small.floats());
      }
    }
  }

  @Test
  void aModelThatDoesNotFitLeaksNothing() {
    Simulation.set("total_memory", 64 * MEBIBYTE);
    ModelSpec spec = ModelSpec.embedding(16_000, 128).recurrent(Lstm.of(128, 1024)).dense(2);
    try (Device device = open()) {
      long before = Simulation.count("bytes");
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThrows(OutOfDeviceMemoryException.class, () -> Model.create(spec, device, 1));
        assertEquals(0, device.openTensors());
        assertEquals(before, Simulation.count("bytes"));
      }
    }
  }

  @Test
  void anOptimizerThatDoesNotFitLeaksNothing() {
    Simulation.set("total_memory", 64 * MEBIBYTE);
    ModelSpec spec = ModelSpec.embedding(20_000, 128).dense(2);
    try (Device device = open();
        Model model = Model.create(spec, device, 1)) {
      long open = device.openTensors();
      assertThrows(
          OutOfDeviceMemoryException.class,
          () -> Adam.of(1e-3).create(List.of(ParameterGroup.of(model.parameters()))));
      assertEquals(open, device.openTensors());
    }
  }

  @Test
  void aPlanThatDoesNotFitLeaksNothing() {
    Simulation.set("total_memory", 64 * MEBIBYTE);
    try (Device device = open()) {
      long before = Simulation.count("bytes");
      assertThrows(
          OutOfDeviceMemoryException.class,
          () ->
              device.recurrence(
                  Gru.of(8, 1024), new Capacity(10, 2000), Direction.FORWARD, Bptt.full()));
      assertEquals(before, Simulation.count("bytes"));
    }
  }

  @Test
  void aFailingKernelIsNamedAndTheContextIsLost() {
    Device device = open();
    Tensor tensor = device.allocate(DType.FLOAT32, Shape.of(100));
    Simulation.failLaunch("fill", 1, 700);
    device.elementwise().fill(tensor, 1);
    DeviceException first = assertThrows(DeviceException.class, tensor::floats);
    assertTrue(first.getMessage().contains("fill"), first.getMessage());
    assertTrue(first.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS"), first.getMessage());
    DeviceException later =
        assertThrows(DeviceException.class, () -> device.elementwise().fill(tensor, 2));
    assertTrue(later.getMessage().contains("context is lost"), later.getMessage());
    tensor.close();
    device.close();
    assertEquals(0, device.openTensors());
  }

  @Test
  void aDeviceThatFailedCanBeOpenedAgain() {
    loseTheContext();
    try (Device device = open();
        Scope scope = device.scope()) {
      assertArrayEquals(new float[] {0, 0}, scope.zeros(2).floats());
    }
  }

  @Test
  void withoutANewContextTheMessageAsksForARestart() {
    loseTheContext();
    Simulation.set("reset_heals", 0);
    DeviceException thrown = assertThrows(DeviceException.class, CudaFailureTest::open);
    assertTrue(thrown.getMessage().contains("restart the process"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("cuDevicePrimaryCtxReset"), thrown.getMessage());
    assertEquals(0, Simulation.count("contexts"));
  }

  @Test
  void aLostContextIsNotResetWhileAnotherDeviceUsesIt() {
    Device other = open();
    loseTheContext();
    DeviceException thrown = assertThrows(DeviceException.class, CudaFailureTest::open);
    assertTrue(thrown.getMessage().contains("close that device first"), thrown.getMessage());
    other.close();
    try (Device device = open();
        Scope scope = device.scope()) {
      assertArrayEquals(new float[] {0, 0}, scope.zeros(2).floats());
    }
    assertEquals(0, Simulation.count("contexts"));
  }

  private static void loseTheContext() {
    try (Device device = open();
        Scope scope = device.scope()) {
      Tensor tensor = scope.floats(10);
      Simulation.failLaunch("fill", 1, 719);
      device.elementwise().fill(tensor, 1);
      assertThrows(DeviceException.class, tensor::floats);
    }
    Simulation.defaults();
  }

  @Test
  void anOpeningThatFailsHalfwayLeaksNothing() {
    Simulation.set("total_memory", 16 * MEBIBYTE);
    assertThrows(OutOfDeviceMemoryException.class, CudaFailureTest::open);
    for (String what : List.of("allocations", "pinned", "streams", "events", "contexts")) {
      assertEquals(0, Simulation.count(what), what);
    }
  }

  @Test
  void closingFreesEverything() {
    try (Device device = open();
        Scope scope = device.scope()) {
      scope.zeros(5);
    }
    for (String what :
        List.of("allocations", "pinned", "streams", "events", "modules", "contexts", "blas")) {
      assertEquals(0, Simulation.count(what), what);
    }
  }

  @Test
  void aMissingGpuIsRefusedByItsNumber() {
    DeviceUnavailableException thrown =
        assertThrows(
            DeviceUnavailableException.class,
            () -> new CudaDeviceProvider().open(DeviceOptions.defaults().withOrdinal(1)));
    assertTrue(thrown.getMessage().contains("there is one GPU, cuda:0"), thrown.getMessage());
  }
}

package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.device.DeviceException;
import dev.sluice.device.cuda.RawDevice;
import dev.sluice.device.cuda.SimulatedDriver;
import dev.sluice.device.cuda.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads kernels with the real bindings, NVRTC and the driver. */
@ExtendWith(SimulatedDriver.class)
class KernelImagesOnDriverTest {
  private static final Path KERNELS = Path.of("src/test/cudasim/kernels");

  @TempDir private Path folder;
  private final KernelFolder files = new KernelFolder();
  private RawDevice device;

  @BeforeEach
  void open() throws IOException {
    device = new RawDevice();
    files.with("correct.cu", Files.readString(KERNELS.resolve("correct.cu")));
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void aCompiledKernelRuns() throws IOException {
    assertRuns(images(KernelDelivery.COMPILED).load("correct"));
    assertRuns(images(KernelDelivery.COMPILED).load("correct"));
    assertEquals(1, cached().size());
  }

  @Test
  void aHeaderComesFromMemory() {
    files
        .with("types.cuh", "#pragma once\ntypedef float real;\n")
        .with("correct.cu", "#include \"types.cuh\"\n" + text("correct.cu"));
    assertRuns(images(KernelDelivery.COMPILED).load("correct"));
  }

  @ParameterizedTest
  @CsvSource({"61, sm_61", "90, sm_90", "88, compute_87", "120, compute_90"})
  void theTargetIsTheDeviceIfNvrtcSupportsIt(int capability, String target) throws IOException {
    simulate("capability", capability);
    assertRuns(images(KernelDelivery.EITHER).load("correct"));
    assertTrue(cached().get(0).startsWith("correct-" + target + "-"), cached().toString());
  }

  @Test
  void theBuiltImageIsLoadedIfItFits() throws IOException {
    simulate("capability", 89);
    files.withBuilt("correct", fatbin(86));
    assertRuns(images(KernelDelivery.EITHER).load("correct"));
    assertEquals(List.of(), cached());
  }

  @Test
  void kernelsAreCompiledForADeviceThatTheBuiltImageLacks() throws IOException {
    simulate("capability", 75);
    files.withBuilt("correct", fatbin(86));
    assertRuns(images(KernelDelivery.EITHER).load("correct"));
    assertEquals(1, cached().size());
    assertFails(KernelDelivery.BUILT, "built by nvcc 13.0.88", "CUDA_ERROR_NO_BINARY_FOR_GPU");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 209, 218, 221, 222, 223, 300})
  void kernelsAreCompiledIfTheDriverRefusesTheBuiltImage(int code) throws IOException {
    // The driver refuses all machine code. NVRTC emits PTX for such a new device.
    simulate("capability", 120);
    simulate("refuse_images", code);
    files.withBuilt("correct", fatbin(120));
    assertRuns(images(KernelDelivery.EITHER).load("correct"));
    assertEquals(1, cached().size());
  }

  @Test
  void anotherFailureOfTheDriverIsNoReasonToCompile() throws IOException {
    simulate("refuse_images", 719);
    files.withBuilt("correct", fatbin(86));
    assertFails(
        KernelDelivery.EITHER, "kernels/correct.cu, built by nvcc", "CUDA_ERROR_LAUNCH_FAILED");
    assertEquals(List.of(), cached());
  }

  @Test
  void aCompileErrorComesWithFileOptionsAndLog() throws IOException {
    simulate("compiler_fails", 1);
    assertFails(
        KernelDelivery.COMPILED,
        "nvrtcCompileProgram (kernels/correct.cu, NVRTC ",
        "options [--gpu-architecture=sm_",
        "--std=c++17",
        "NVRTC_ERROR_COMPILATION",
        "correct.cu(1): error: ",
        "1 error detected in the compilation of \"correct.cu\".");
    assertEquals(List.of(), cached());
    Simulation.set("compiler_fails", 0);
    assertRuns(images(KernelDelivery.COMPILED).load("correct"));
  }

  @Test
  void anUnknownNameIsACompileError() {
    files.with("correct.cu", "extern \"C\" __global__ void f(float* x) { x[0] = std::acos(-1); }");
    assertFails(KernelDelivery.COMPILED, "kernels/correct.cu", "NVRTC_ERROR_COMPILATION", "std");
  }

  @Test
  void aDeviceTooOldForNvrtcIsAnError() {
    simulate("capability", 35);
    assertFails(KernelDelivery.EITHER, "all newer than this device of compute capability 3.5");
  }

  private void assertRuns(CUmodule module) {
    var kernel = new CUfunction();
    JCudaDriver.cuModuleGetFunction(kernel, module, "sim_axpy");
    var y = device.floats(1, 2, 3);
    var x = device.floats(10, 20, 30);
    device.launch(kernel, 1, 32, y, x, 2.0f, 3);
    assertArrayEquals(new float[] {21, 42, 63}, device.read(y, 3));
  }

  private void assertFails(KernelDelivery delivery, String... parts) {
    KernelImages images = images(delivery);
    String message = assertThrows(DeviceException.class, () -> images.load("correct")).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private KernelImages images(KernelDelivery delivery) {
    return new KernelImages(
        device.computeCapability(),
        device.driverVersion(),
        delivery,
        files,
        Nvrtc::new,
        new ImageCache(folder),
        ModuleLoader.driver());
  }

  private String text(String name) {
    return new String(files.find(name).orElseThrow(), StandardCharsets.UTF_8);
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  /** Changes a setting of the simulated driver; does nothing on a real device. */
  private static void simulate(String setting, int value) {
    assumeFalse(SimulatedDriver.isReal(), "needs the simulated driver");
    Simulation.set(setting, value);
  }

  /** An image with the headers of one entry, machine code for one architecture. */
  private static byte[] fatbin(int architecture) {
    int head = 16;
    int entry = 64;
    return ByteBuffer.allocate(head + entry)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, 0xBA55ED50)
        .putShort(4, (short) 1)
        .putShort(6, (short) head)
        .putLong(8, entry)
        .putShort(head, (short) 2)
        .putInt(head + 4, entry)
        .putInt(head + 28, architecture)
        .array();
  }
}

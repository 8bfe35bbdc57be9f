package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kernel images a simulated device accepts, and the messages of the simulated compiler. */
@Tag("verify")
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class SimulatedImagesTest {
  private RawDevice device;

  @BeforeEach
  void open() {
    device = new RawDevice();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private static String load(byte[] image) {
    return RawDevice.errorOf(() -> JCudaDriver.cuModuleLoadData(new CUmodule(), image));
  }

  private static byte[] text(String ptx) {
    return (ptx + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** A fat binary of one entry: 1 for PTX, 2 for machine code. */
  private static byte[] fatbin(int kind, int ptxVersion, int capability) {
    ByteBuffer image = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    image.putInt(0xBA55ED50).putShort((short) 1).putShort((short) 16).putLong(80);
    image.putShort((short) kind).putShort((short) 257).putInt(64).putLong(16);
    image.putLong(0).putShort((short) (ptxVersion % 10)).putShort((short) (ptxVersion / 10));
    return image.putInt(capability).array();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0, 86, CUDA_SUCCESS",
    "2, 0, 80, CUDA_SUCCESS",
    "2, 0, 89, CUDA_ERROR_NO_BINARY_FOR_GPU",
    "2, 0, 75, CUDA_ERROR_NO_BINARY_FOR_GPU",
    "1, 85, 75, CUDA_SUCCESS",
    "1, 90, 75, CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
    "1, 85, 90, CUDA_ERROR_NO_BINARY_FOR_GPU"
  })
  void aFatBinaryLoadsIfOneOfItsPartsFits(int kind, int version, int capability, String result) {
    assertEquals(result, load(fatbin(kind, version, capability)), "for 8.6, driver 12.6");
  }

  @Test
  void aNewerDriverSupportsNewerPtx() {
    Simulation.set("driver_version", 13000);
    assertEquals("CUDA_SUCCESS", load(fatbin(1, 90, 75)));
  }

  @Test
  void builtImagesCanBeRefused() {
    Simulation.set("refuse_images", 209);
    assertEquals("CUDA_ERROR_NO_BINARY_FOR_GPU", load(fatbin(2, 0, 86)));
    assertEquals("CUDA_SUCCESS", load(RawDevice.ptx("correct")));
  }

  @ParameterizedTest
  @CsvSource({
    "9.0, 75, CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
    "8.5, 90, CUDA_ERROR_INVALID_PTX",
    "8.5, 86, CUDA_SUCCESS"
  })
  void ptxNeedsASuitableDriverAndDevice(String version, int target, String result) {
    assertEquals(result, load(text(".version " + version + "\n.target sm_" + target + "\n")));
  }

  @Test
  void bytesThatAreNotAnImageAreRefused() {
    assertEquals("CUDA_ERROR_INVALID_IMAGE", load(text("int main() {}")));
  }

  @Test
  void anEntryWithOtherParametersIsRefused() {
    var module = new CUmodule();
    String entry = ".visible .entry sim_divide(\n\t.param .u64 a,\n\t.param .u64 b\n)\n";
    JCudaDriver.cuModuleLoadData(module, text(".version 8.5\n.target sm_80\n" + entry));
    assertEquals(
        "CUDA_ERROR_INVALID_IMAGE",
        RawDevice.errorOf(
            () -> JCudaDriver.cuModuleGetFunction(new CUfunction(), module, "sim_divide")));
    assertEquals(
        "CUDA_ERROR_NOT_FOUND",
        RawDevice.errorOf(
            () -> JCudaDriver.cuModuleGetFunction(new CUfunction(), module, "sim_sum")));
  }

  @Test
  void theCompilerChecksItsOptions() {
    String error =
        RawDevice.errorOf(() -> RawDevice.ptx("correct", "--gpu-architecture=compute_86"));
    assertEquals("CUDA_SUCCESS", error);
    for (String option : new String[] {"--gpu-architecture=compute_31", "--gpu-arch", "-O9"}) {
      assertEquals(
          "NVRTC_ERROR_INVALID_OPTION", RawDevice.errorOf(() -> RawDevice.ptx("correct", option)));
    }
  }

  private static String compile(String source) {
    var program = new nvrtcProgram();
    JNvrtc.nvrtcCreateProgram(program, source, "a.cu", 0, null, null);
    String error = RawDevice.errorOf(() -> JNvrtc.nvrtcCompileProgram(program, 0, null));
    String[] log = new String[1];
    JNvrtc.nvrtcGetProgramLog(program, log);
    JNvrtc.nvrtcDestroyProgram(program);
    return error + " " + log[0];
  }

  @ParameterizedTest
  @CsvSource({
    "#include \"absent.h\", a.cu(1): catastrophic error: cannot open source file \"absent.h\"",
    "uint32_t x;, identifier \"uint32_t\" is undefined",
    "float x = std::exp(1.0f);, identifier \"std::exp\" is undefined"
  })
  void namesThatNvrtcLacksAreErrors(String source, String words) {
    String result = compile(source);
    assertTrue(result.startsWith("NVRTC_ERROR_COMPILATION ") && result.contains(words), result);
  }

  @Test
  void theCompilerFailsIfTheSettingSaysSo() {
    Simulation.set("compiler_fails", 1);
    String result = compile("");
    assertTrue(result.contains("1 error detected in the compilation of \"a.cu\""), result);
  }
}

package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.device.DeviceException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jcuda.CudaException;
import jcuda.driver.CUmodule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelImagesTest {
  private static final String COMPILED = "scale compiled for sm_90";

  @TempDir private Path folder;
  private final KernelFolder files = KernelFolder.withScale();
  private final FakeCompiler compiler = new FakeCompiler("NVRTC 12.6", 80, 90);
  private Supplier<KernelCompiler> opening = () -> compiler;

  /** The driver's error code for an image. */
  private final Map<String, String> refused = new HashMap<>();

  private final List<String> offered = new ArrayList<>();
  private final CUmodule module = new CUmodule();

  @AfterEach
  void clear() {
    System.clearProperty(KernelDelivery.PROPERTY);
  }

  @Test
  void theBuiltImageIsPreferredAndNeedsNoCompiler() {
    files.withBuilt("scale", "built");
    opening = KernelImagesTest::noCompiler;
    assertSame(module, images(KernelDelivery.EITHER).load("scale"));
    assertEquals(List.of("built"), offered);
  }

  @Test
  void aModuleWithoutABuiltImageIsCompiled() {
    assertSame(module, images(KernelDelivery.EITHER).load("scale"));
    assertEquals(List.of(COMPILED), offered);
  }

  @Test
  void aModuleBuiltFromOtherSourcesIsCompiled() {
    files.withBuilt("scale", "built").with("common.cuh", "#define FACTOR 3.0f\n");
    images(KernelDelivery.EITHER).load("scale");
    assertEquals(List.of(COMPILED), offered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA_ERROR_INVALID_IMAGE",
        "CUDA_ERROR_NO_BINARY_FOR_GPU",
        "CUDA_ERROR_INVALID_PTX",
        "CUDA_ERROR_JIT_COMPILER_NOT_FOUND",
        "CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
        "CUDA_ERROR_JIT_COMPILATION_DISABLED",
        "CUDA_ERROR_INVALID_SOURCE"
      })
  void aRefusedImageIsCompiledInsteadAndNotOfferedAgain(String code) {
    files.withBuilt("scale", "built");
    refused.put("built", code);
    KernelImages images = images(KernelDelivery.EITHER);
    images.load("scale");
    images.load("scale");
    assertEquals(List.of("built", COMPILED, COMPILED), offered);
    assertEquals(List.of("scale for sm_90"), compiler.compiled);
  }

  @Test
  void anyOtherFailureOfTheDriverIsNoReasonToCompile() {
    files.withBuilt("scale", "built");
    refused.put("built", "CUDA_ERROR_ILLEGAL_ADDRESS");
    assertFails(
        KernelDelivery.EITHER,
        "cuModuleLoadData of kernels/scale.cu, built by nvcc 13.0.88 (compute capability 9.0,"
            + " driver for CUDA 12.4): CUDA_ERROR_ILLEGAL_ADDRESS");
    assertEquals(List.of("built"), offered);
  }

  @Test
  void theDriverMayRefuseTheCompiledImageToo() {
    refused.put(COMPILED, "CUDA_ERROR_OUT_OF_MEMORY");
    assertFails(
        KernelDelivery.EITHER,
        "cuModuleLoadData of kernels/scale.cu, compiled by NVRTC 12.6 for sm_90 (compute"
            + " capability 9.0, driver for CUDA 12.4): CUDA_ERROR_OUT_OF_MEMORY");
  }

  @Test
  void modeBuiltUsesNothingElse() {
    assertFails(
        KernelDelivery.BUILT,
        "kernels/scale.cu: sluice.cuda.kernels=built, but this build has no image of its"
            + " current sources");
    files.withBuilt("scale", "built");
    images(KernelDelivery.BUILT).load("scale");
    refused.put("built", "CUDA_ERROR_NO_BINARY_FOR_GPU");
    assertFails(
        KernelDelivery.BUILT,
        "cuModuleLoadData of kernels/scale.cu, built by nvcc 13.0.88 (compute capability 9.0,"
            + " driver for CUDA 12.4): CUDA_ERROR_NO_BINARY_FOR_GPU");
    assertEquals(List.of(), compiler.compiled);
  }

  @Test
  void modeCompiledIgnoresTheBuiltImage() {
    files.withBuilt("scale", "built");
    images(KernelDelivery.COMPILED).load("scale");
    assertEquals(List.of(COMPILED), offered);
  }

  @Test
  void aMissingCompilerIsReportedWithTheReasonForNeedingIt() {
    opening = KernelImagesTest::noCompiler;
    assertFails(
        KernelDelivery.EITHER,
        "kernels/scale.cu must be compiled at run time, because this build has no image of its"
            + " current sources: NVRTC could not be loaded");
    assertFails(
        KernelDelivery.COMPILED,
        "kernels/scale.cu must be compiled at run time, because sluice.cuda.kernels=compile: NVRTC could"
            + " not be loaded");
    files.withBuilt("scale", "built");
    refused.put("built", "CUDA_ERROR_UNSUPPORTED_PTX_VERSION");
    assertFails(
        KernelDelivery.EITHER,
        "kernels/scale.cu must be compiled at run time, because the driver refused the images built by nvcc"
            + " 13.0.88: CUDA_ERROR_UNSUPPORTED_PTX_VERSION: NVRTC could not be loaded");
  }

  @Test
  void aCompileErrorComesWithTheWholeLog() {
    files.with("scale.cu", "#error\n");
    assertFails(
        KernelDelivery.EITHER,
        "kernels/scale.cu must be compiled at run time, because this build has no image of its"
            + " current sources: nvrtcCompileProgram: the whole log");
  }

  @Test
  void logsTheOriginOfTheKernelsOnce() {
    files.with("sum.cu", "").withBuilt("sum", "built");
    KernelImages images = images(KernelDelivery.EITHER);
    PrintStream old = System.err;
    var log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      images.load("sum");
      images.load("sum");
      images.load("scale");
      images.load("scale");
      images.load("scale");
    } finally {
      System.setErr(old);
    }
    assertEquals(
        List.of(
            "kernels: built by nvcc 13.0.88",
            "kernels: compiled by NVRTC 12.6 for sm_90",
            "kernels: compiled by NVRTC 12.6 for sm_90 (cached)"),
        log.toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.substring(line.indexOf("kernels:")))
            .toList());
  }

  @Test
  void followsTheSystemProperty() {
    assertEquals(KernelDelivery.EITHER, KernelDelivery.chosen());
    System.setProperty(KernelDelivery.PROPERTY, "built");
    assertEquals(KernelDelivery.BUILT, KernelDelivery.chosen());
    System.setProperty(KernelDelivery.PROPERTY, "compile");
    assertEquals(KernelDelivery.COMPILED, KernelDelivery.chosen());
    System.setProperty(KernelDelivery.PROPERTY, "compiled");
    assertEquals(
        "sluice.cuda.kernels: expected built or compile, got compiled",
        assertThrows(IllegalArgumentException.class, KernelDelivery::chosen).getMessage());
  }

  private void assertFails(KernelDelivery delivery, String message) {
    KernelImages images = images(delivery);
    assertEquals(
        message, assertThrows(DeviceException.class, () -> images.load("scale")).getMessage());
  }

  private KernelImages images(KernelDelivery delivery) {
    return new KernelImages(
        new ComputeCapability(9, 0),
        12040,
        delivery,
        files,
        opening,
        new ImageCache(folder),
        this::load);
  }

  private CUmodule load(byte[] image) {
    String text = new String(image, StandardCharsets.UTF_8);
    offered.add(text);
    if (refused.containsKey(text)) {
      throw new CudaException(refused.get(text));
    }
    return module;
  }

  private static KernelCompiler noCompiler() {
    throw new DeviceException("NVRTC could not be loaded");
  }
}

package dev.sluice.device.cuda;

import static jcuda.jcublas.cublasComputeType.CUBLAS_COMPUTE_32F;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.driver.DeviceMemory;
import java.util.HashSet;
import java.util.Set;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUgraph;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The products of the simulated cuBLAS, and the arguments that it refuses. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class SimulatedCublasTest {
  private static final Pointer ONE = Pointer.to(new float[] {1});
  private static final Pointer ZERO = Pointer.to(new float[] {0});

  private RawDevice device;
  private final cublasHandle handle = new cublasHandle();

  @BeforeEach
  void open() {
    device = new RawDevice();
    JCublas2.cublasCreate(handle);
    JCublas2.cublasSetStream(handle, new cudaStream_t(device.stream));
  }

  @AfterEach
  void close() {
    JCublas2.cublasDestroy(handle);
    assertEquals(0, Simulation.count("blas"));
    device.close();
  }

  private void sgemm(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      DeviceMemory a,
      int lda,
      DeviceMemory b,
      int ldb,
      Pointer beta,
      DeviceMemory c,
      int ldc) {
    JCublas2.cublasSgemm(handle, opA, opB, m, n, k, ONE, a, lda, b, ldb, beta, c, ldc);
  }

  @Test
  void aProductIsColumnMajorAndEitherOperandMayBeTransposed() {
    // A = [1 3; 2 4], B = [5 7; 6 8]
    DeviceMemory a = device.floats(1, 2, 3, 4);
    DeviceMemory b = device.floats(5, 6, 7, 8);
    DeviceMemory c = device.floats(4);
    sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 2, 2, 2, a, 2, b, 2, ZERO, c, 2);
    assertArrayEquals(new float[] {23, 34, 31, 46}, device.read(c, 4));
    sgemm(CUBLAS_OP_T, CUBLAS_OP_N, 2, 2, 2, a, 2, b, 2, ZERO, c, 2);
    assertArrayEquals(new float[] {17, 39, 23, 53}, device.read(c, 4));
    sgemm(CUBLAS_OP_N, CUBLAS_OP_T, 2, 2, 2, a, 2, b, 2, ONE, c, 2);
    assertArrayEquals(new float[] {17 + 26, 39 + 38, 23 + 30, 53 + 44}, device.read(c, 4));
  }

  @Test
  void aResultThatIsOverwrittenIsNotRead() {
    DeviceMemory c = device.floats(1);
    sgemm(
        CUBLAS_OP_N, CUBLAS_OP_N, 1, 1, 1, device.floats(2f), 1, device.floats(3f), 1, ZERO, c, 1);
    assertEquals(6, device.read(c, 1)[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 2, 2, 2, 2, CUBLAS_STATUS_INVALID_VALUE",
    "2, 2, 3, 2, 2, 2, CUBLAS_STATUS_INVALID_VALUE",
    "2, 3, 2, 2, 2, 2, CUBLAS_STATUS_EXECUTION_FAILED",
    "-1, 2, 2, 2, 2, 2, CUBLAS_STATUS_INVALID_VALUE",
    "2, 2, 2, 3, 2, 2, CUBLAS_STATUS_EXECUTION_FAILED",
    "2, 2, 2, 2, 2, 3, CUBLAS_STATUS_EXECUTION_FAILED"
  })
  void sizesMustFitTheMemory(int m, int n, int k, int lda, int ldb, int ldc, String status) {
    DeviceMemory a = device.floats(4);
    DeviceMemory b = device.floats(4);
    DeviceMemory c = device.floats(4);
    assertEquals(
        status,
        RawDevice.errorOf(
            () -> sgemm(CUBLAS_OP_N, CUBLAS_OP_N, m, n, k, a, lda, b, ldb, ZERO, c, ldc)));
    assertTrue(Simulation.reports().toString().contains("cublas: "));
  }

  @Test
  void tf32KeepsTenBitsOfTheInputs() {
    float third = 1f / 3;
    DeviceMemory a = device.floats(third);
    DeviceMemory c = device.floats(1);
    sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 1, 1, 1, a, 1, device.floats(1f), 1, ZERO, c, 1);
    assertEquals(third, device.read(c, 1)[0]);
    JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_TF32_TENSOR_OP_MATH);
    sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 1, 1, 1, a, 1, device.floats(1f), 1, ZERO, c, 1);
    assertEquals(1365f / 4096, device.read(c, 1)[0]);
  }

  @Test
  void bfloat16InputsAreSummedInFloat32() {
    // 1.5 and 256: their sum has too many bits for bfloat16.
    DeviceMemory a = device.floats(Float.intBitsToFloat(0x4380_3FC0));
    DeviceMemory b = device.floats(Float.intBitsToFloat(0x3F80_3F80));
    DeviceMemory c = device.floats(1);
    JCublas2.cublasGemmEx_new(
        handle,
        CUBLAS_OP_N,
        CUBLAS_OP_N,
        1,
        1,
        2,
        ONE,
        a,
        cudaDataType.CUDA_R_16BF,
        1,
        b,
        cudaDataType.CUDA_R_16BF,
        2,
        ZERO,
        c,
        cudaDataType.CUDA_R_32F,
        1,
        CUBLAS_COMPUTE_32F,
        cublasGemmAlgo.CUBLAS_GEMM_DEFAULT);
    assertEquals(257.5f, device.read(c, 1)[0]);
  }

  /** In float32, 10^8 + 1 - 10^8 is 0 or 1, depending on the order of the sum. */
  @Test
  void theOrderOfASumDependsOnTheShapeAlone() {
    Set<Float> seen = new HashSet<>();
    for (int n = 1; n <= 20; n++) {
      float[] columns = new float[3 * n];
      for (int column = 0; column < n; column++) {
        System.arraycopy(new float[] {1e8f, 1, -1e8f}, 0, columns, 3 * column, 3);
      }
      DeviceMemory ones = device.floats(1, 1, 1);
      DeviceMemory b = device.floats(columns);
      DeviceMemory c = device.floats(n);
      sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 1, n, 3, ones, 1, b, 3, ZERO, c, 1);
      float[] once = device.read(c, n);
      sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 1, n, 3, ones, 1, b, 3, ZERO, c, 1);
      assertArrayEquals(once, device.read(c, n));
      seen.add(once[0]);
    }
    assertEquals(Set.of(0f, 1f), seen);
  }

  @Test
  void aProductThatIsFirstCalledInACaptureIsReported() {
    JCublas2.cublasSetWorkspace(handle, device.floats(256), 1024);
    DeviceMemory a = device.floats(new float[11 * 13]);
    DeviceMemory c = device.floats(11 * 11);
    for (boolean first : new boolean[] {true, false}) {
      JCudaDriver.cuStreamBeginCapture(device.stream, 1);
      sgemm(CUBLAS_OP_N, CUBLAS_OP_T, 11, 11, 13, a, 11, a, 11, ZERO, c, 11);
      JCudaDriver.cuStreamEndCapture(device.stream, new CUgraph());
      String reports = Simulation.reports().toString();
      assertEquals(first, reports.contains("first called in a capture"), reports);
      sgemm(CUBLAS_OP_N, CUBLAS_OP_T, 11, 11, 13, a, 11, a, 11, ZERO, c, 11);
    }
  }

  @Test
  void aCaptureNeedsAWorkspaceFromTheProgram() {
    DeviceMemory a = device.floats(2f);
    DeviceMemory c = device.floats(1);
    DeviceMemory workspace = device.floats(256);
    JCudaDriver.cuStreamBeginCapture(device.stream, 1);
    assertEquals(
        "CUBLAS_STATUS_INTERNAL_ERROR",
        RawDevice.errorOf(() -> sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 1, 1, 1, a, 1, a, 1, ZERO, c, 1)));
    JCublas2.cublasSetWorkspace(handle, workspace, 1024);
    sgemm(CUBLAS_OP_N, CUBLAS_OP_N, 1, 1, 1, a, 1, a, 1, ZERO, c, 1);
  }
}

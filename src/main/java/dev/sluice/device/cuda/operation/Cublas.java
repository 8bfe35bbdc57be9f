package dev.sluice.device.cuda.operation;

import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.CudaStream;
import dev.sluice.device.cuda.driver.MemoryPool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;

/**
 * The cuBLAS handle of a device, on the device's stream. It gives cuBLAS a workspace from the
 * memory pool, because the workspace that cuBLAS allocates itself may not be used in a recorded
 * graph.
 *
 * <p>No matrix may be empty: cuBLAS does not document what it does with empty ones.
 *
 * <p>cuBLAS is column-major, so a product {@code C = A B} of row-major matrices is computed as
 * {@code Cᵀ = Bᵀ Aᵀ}.
 */
public final class Cublas implements AutoCloseable {
  /** The size that NVIDIA recommends for Hopper; older devices need less. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  // Direct buffers, not arrays: JCuda pins an array during the call. The call may wait for the
  // device, and some garbage collectors wait as long as an array is pinned.
  private static final Pointer ONE = scalar(1);
  private static final Pointer ZERO = scalar(0);

  private final CudaStream stream;
  private final MemoryPool pool;
  private final MemoryPool.Block workspace;
  private final cublasHandle handle = new cublasHandle();

  public Cublas(CudaStream stream, MemoryPool pool) {
    this.stream = stream;
    this.pool = pool;
    this.workspace = pool.take(WORKSPACE_BYTES);
    CudaCalls.check("cublasCreate", "a handle", () -> JCublas2.cublasCreate(handle));
    try {
      prepare();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void prepare() {
    CudaCalls.check(
        "cublasSetStream",
        "the device's stream",
        () -> JCublas2.cublasSetStream(handle, new cudaStream_t(stream.handle())));
    CudaCalls.check(
        "cublasSetWorkspace",
        WORKSPACE_BYTES + " bytes",
        () -> JCublas2.cublasSetWorkspace(handle, workspace.memory(), WORKSPACE_BYTES));
  }

  /**
   * {@code c = a b}, or {@code c += a b}, of {@code float32} operands.
   *
   * @param precision {@code FLOAT32} or {@code TF32}
   * @param c not transposed; shares no memory with a or b
   */
  void multiply(MatrixView a, MatrixView b, MatrixView c, boolean add, Precision precision) {
    int compute =
        precision == Precision.TF32
            ? cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32
            : cublasComputeType.CUBLAS_COMPUTE_32F;
    multiply(a, b, cudaDataType.CUDA_R_32F, c, add, compute);
  }

  /**
   * As {@link #multiply}, for {@code bfloat16} operands a and b; c and the sums are {@code
   * float32}.
   */
  void multiplyBfloat16(MatrixView a, MatrixView b, MatrixView c, boolean add) {
    multiply(a, b, cudaDataType.CUDA_R_16BF, c, add, cublasComputeType.CUBLAS_COMPUTE_32F);
  }

  private void multiply(
      MatrixView a, MatrixView b, int type, MatrixView c, boolean add, int compute) {
    CudaCalls.check(
        "cublasGemmEx",
        () -> String.format(Locale.ROOT, "%s x %s -> %s", a, b, c),
        () ->
            JCublas2.cublasGemmEx_new(
                handle,
                operation(b),
                operation(a),
                c.columns(),
                Math.toIntExact(c.rows()),
                Math.toIntExact(a.effectiveColumns()),
                ONE,
                b.memory(),
                type,
                b.stride(),
                a.memory(),
                type,
                a.stride(),
                add ? ONE : ZERO,
                c.memory(),
                cudaDataType.CUDA_R_32F,
                c.stride(),
                compute,
                cublasGemmAlgo.CUBLAS_GEMM_DEFAULT));
    stream.submitted("cublasGemmEx");
  }

  private static Pointer scalar(float value) {
    ByteBuffer memory = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
    return Pointer.to(memory.putFloat(0, value));
  }

  private static int operation(MatrixView matrix) {
    return matrix.transposed() ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  @Override
  public void close() {
    CudaCalls.check("cublasDestroy", "a handle", () -> JCublas2.cublasDestroy(handle));
    pool.give(workspace);
  }
}

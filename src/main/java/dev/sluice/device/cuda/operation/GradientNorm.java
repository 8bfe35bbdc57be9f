package dev.sluice.device.cuda.operation;

import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.MemoryPool;
import java.util.List;

/**
 * Computes the norm over many gradients of different sizes, in few launches and a fixed order. Each
 * gradient is cut into chunks. One launch sums the squares of the chunks of up to {@link
 * #GRADIENTS} gradients; a last launch of one block adds the sums of all chunks.
 */
final class GradientNorm {
  private static final String MODULE = "optimizer";

  /** Gradients of one launch, as in optimizer.cu. */
  private static final int GRADIENTS = 32;

  /** Elements of a chunk, as in optimizer.cu. */
  private static final int CHUNK = 16384;

  private final CudaBackend device;

  GradientNorm(CudaBackend device) {
    this.device = device;
  }

  /**
   * Submits {@link dev.sluice.device.UpdateOperations#clipByGlobalNorm}. Needs the device's lock.
   */
  void clip(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale) {
    long chunks = chunks(gradients);
    try (MemoryPool.Loan sums = device.pool().lend(Math.max(1, chunks) * Double.BYTES)) {
      DeviceMemory target = sums.memory();
      for (int from = 0; from < gradients.size(); from += GRADIENTS) {
        List<Tensor> some = gradients.subList(from, Math.min(from + GRADIENTS, gradients.size()));
        sumSquares(some, target);
        target = target.plus(chunks(some) * Double.BYTES);
      }
      device
          .kernel(MODULE, "clip_by_norm")
          .memory(sums.memory())
          .int64(chunks)
          .float32(maximum)
          .write(norm)
          .write(scale)
          .blocks(1);
    }
  }

  private void sumSquares(List<Tensor> gradients, DeviceMemory sums) {
    int chunks = Math.toIntExact(chunks(gradients));
    if (chunks == 0) {
      return;
    }
    Launch launch = device.kernel(MODULE, "sum_squares");
    for (int i = 0; i < GRADIENTS; i++) {
      launch.read(i < gradients.size() ? gradients.get(i) : null);
    }
    for (int i = 0; i < GRADIENTS; i++) {
      launch.int64(i < gradients.size() ? gradients.get(i).shape().elements() : 0);
    }
    launch.memory(sums).blocks(chunks);
  }

  private static long chunks(List<Tensor> gradients) {
    return gradients.stream().mapToLong(g -> (g.shape().elements() + CHUNK - 1) / CHUNK).sum();
  }
}

package dev.sluice.device.cuda.operation;

import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.MemoryPool;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * Computes the gradient of the loss with respect to an embedding table, summed in a fixed order. It
 * sorts the positions by token, sums the rows of each token in parts, then sums the parts;
 * sequence.cu explains the steps. The host does not learn how many parts there are, so the scratch
 * memory is sized for the largest possible number.
 */
final class EmbeddingGradient {
  private static final String MODULE = "sequence";

  /** Rows of a part, as in sequence.cu. */
  private static final int PART = 64;

  /** The largest number of chunks: each has one counter for every token of the vocabulary. */
  private static final int MAX_CHUNKS = 64;

  /**
   * The size of a chunk is a multiple of this: of a block's threads, and large enough to be worth
   * its counters.
   */
  private static final int MIN_CHUNK = 1024;

  private final CudaBackend device;
  private final Tensor tokens;
  private final @Nullable Tensor lengths;
  private final int padding;
  private final int vocabulary;
  private final int count;
  private final int chunk;
  private final int chunks;
  private final long maxParts;

  /**
   * @param tokens {@code [T, N]}, at least one
   * @param vocabulary rows of the table
   * @throws ArithmeticException if there are 2^31 positions
   */
  EmbeddingGradient(
      CudaBackend device, Tensor tokens, @Nullable Tensor lengths, int padding, int vocabulary) {
    this.device = device;
    this.tokens = tokens;
    this.lengths = lengths;
    this.padding = padding;
    this.vocabulary = vocabulary;
    count = Math.toIntExact(tokens.shape().elements());
    chunk = chunkFor(count);
    chunks = (int) ((count + chunk - 1L) / chunk);
    maxParts = count / PART + (long) Math.min(vocabulary, count);
  }

  private static int chunkFor(int count) {
    long even = (count + MAX_CHUNKS - 1L) / MAX_CHUNKS;
    return (int) ((even + MIN_CHUNK - 1) / MIN_CHUNK * MIN_CHUNK);
  }

  /** Submits {@code dTable[token] += dY[position]} for all positions. Needs the device's lock. */
  void add(Tensor dY, Tensor dTable) {
    try (MemoryPool.Loan begins = ints(vocabulary + 1L);
        MemoryPool.Loan partBegins = ints(vocabulary + 1L);
        MemoryPool.Loan positions = ints(count)) {
      sort(begins.memory(), partBegins.memory(), positions.memory());
      sum(dY, dTable, begins.memory(), partBegins.memory(), positions.memory());
    }
  }

  private void sort(DeviceMemory begins, DeviceMemory partBegins, DeviceMemory positions) {
    long allCounts = (long) chunks * vocabulary;
    try (MemoryPool.Loan counts = ints(allCounts);
        MemoryPool.Loan totals = ints(vocabulary)) {
      clear(counts.memory(), allCounts);
      tokens("count_tokens").memory(counts.memory()).fault().over(count);
      kernel("total_tokens")
          .memory(counts.memory())
          .int32(chunks)
          .int64(vocabulary)
          .memory(totals.memory())
          .over(vocabulary);
      kernel("begin_tokens")
          .memory(totals.memory())
          .int32(vocabulary)
          .memory(begins)
          .memory(partBegins)
          .blocks(1);
      tokens("place_tokens")
          .memory(begins)
          .memory(counts.memory())
          .memory(positions)
          .fault()
          .blocks(chunks);
    }
  }

  private void sum(
      Tensor dY,
      Tensor dTable,
      DeviceMemory begins,
      DeviceMemory partBegins,
      DeviceMemory positions) {
    int size = dTable.shape().size(1);
    try (MemoryPool.Loan partTokens = ints(maxParts);
        MemoryPool.Loan sums = ints(maxParts * size)) {
      kernel("name_parts")
          .memory(partBegins)
          .int32(vocabulary)
          .memory(partTokens.memory())
          .over(vocabulary);
      kernel("sum_token_parts")
          .read(dY)
          .int32(size)
          .memory(positions)
          .memory(begins)
          .memory(partBegins)
          .memory(partTokens.memory())
          .int32(vocabulary)
          .memory(sums.memory())
          .overWarps(maxParts);
      kernel("add_token_parts")
          .memory(sums.memory())
          .int32(size)
          .memory(partBegins)
          .int32(vocabulary)
          .write(dTable)
          .overWarps(vocabulary);
    }
  }

  /** Begins the launch of a kernel whose first argument is {@code struct Tokens}. */
  private Launch tokens(String kernel) {
    return kernel(kernel)
        .read(tokens)
        .read(lengths)
        .int32(tokens.shape().size(0))
        .int32(tokens.shape().size(1))
        .int32(vocabulary)
        .int32(padding)
        .int32(chunk)
        .padTo(Long.BYTES);
  }

  private Launch kernel(String name) {
    return device.kernel(MODULE, name);
  }

  private MemoryPool.Loan ints(long count) {
    return device.pool().lend(Math.max(1, count) * Integer.BYTES);
  }

  private void clear(DeviceMemory memory, long ints) {
    CudaCalls.check(
        "cuMemsetD32Async",
        "counts of tokens",
        () -> JCudaDriver.cuMemsetD32Async(memory, 0, ints, device.stream().handle()));
  }
}

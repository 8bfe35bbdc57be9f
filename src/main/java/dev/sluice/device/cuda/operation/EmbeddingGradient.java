package dev.sluice.device.cuda.operation;

import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.DriverFailure;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.MemoryPool;
import jcuda.driver.JCudaDriver;

/**
 * The gradient of an embedding's table, summed in a fixed order: the positions are sorted by token,
 * then the rows of each token are summed in parts, then the parts; sequence.cu tells how. Nothing
 * of it comes to the host, so scratch is taken for the most parts that there can be.
 */
final class EmbeddingGradient {
  private static final String MODULE = "sequence";

  /** As in sequence.cu. */
  private static final int PART = 64;

  /** The most chunks: each has a count for every token of the vocabulary. */
  private static final int MOST_CHUNKS = 64;

  /** A chunk has a multiple of a block's threads, and enough to be worth its counts. */
  private static final int SMALLEST_CHUNK = 1024;

  private final CudaBackend device;
  private final Tensor tokens;
  private final Tensor lengths;
  private final int padding;
  private final int vocabulary;
  private final int count;
  private final int chunk;
  private final int chunks;
  private final long mostParts;

  /**
   * @param tokens {@code [T, N]}, at least one
   * @param vocabulary rows of the table
   * @throws ArithmeticException if there are 2^31 positions
   */
  EmbeddingGradient(
      CudaBackend device, Tensor tokens, Tensor lengths, int padding, int vocabulary) {
    this.device = device;
    this.tokens = tokens;
    this.lengths = lengths;
    this.padding = padding;
    this.vocabulary = vocabulary;
    count = Math.toIntExact(tokens.shape().elements());
    chunk = chunkFor(count);
    chunks = (int) ((count + chunk - 1L) / chunk);
    mostParts = count / PART + (long) Math.min(vocabulary, count);
  }

  private static int chunkFor(int count) {
    long even = (count + MOST_CHUNKS - 1L) / MOST_CHUNKS;
    return (int) ((even + SMALLEST_CHUNK - 1) / SMALLEST_CHUNK * SMALLEST_CHUNK);
  }

  /** Submits {@code dTable += } the rows of dY; within a turn. */
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
    try (MemoryPool.Loan partTokens = ints(mostParts);
        MemoryPool.Loan sums = ints(mostParts * size)) {
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
          .overWarps(mostParts);
      kernel("add_token_parts")
          .memory(sums.memory())
          .int32(size)
          .memory(partBegins)
          .int32(vocabulary)
          .write(dTable)
          .overWarps(vocabulary);
    }
  }

  /** A kernel that begins with {@code struct Tokens}. */
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
    DriverFailure.check(
        "cuMemsetD32Async",
        "counts of tokens",
        () -> JCudaDriver.cuMemsetD32Async(memory, 0, ints, device.stream().handle()));
  }
}

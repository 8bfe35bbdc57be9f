package dev.sluice.device.cpu.operation;

import dev.sluice.device.RandomStream;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.Philox;
import dev.sluice.device.cpu.runtime.ArrayPool;
import dev.sluice.device.cpu.runtime.CpuArguments;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.IndexPartition;
import dev.sluice.device.cpu.runtime.WorkerPool;
import dev.sluice.sequence.PoolingKind;
import org.jspecify.annotations.Nullable;

/**
 * Sequence operations on the CPU: embedding and dropping of tokens. {@link CpuPooling} does the
 * pooling.
 */
public final class CpuSequenceOperations implements SequenceOperations {
  private static final int CHUNK = 1024;

  /**
   * 2^32 divided by the golden ratio: a hash that spreads neighbouring token ids evenly over the
   * threads.
   */
  private static final int HASH = 0x9E3779B9;

  private final ArrayPool arrays;
  private final Kernels kernels;
  private final WorkerPool workers;
  private final IndexPartition partition;
  private final CpuPooling pooling;

  public CpuSequenceOperations(CpuBackend device) {
    arrays = device.arrays();
    kernels = device.kernels();
    workers = device.workers();
    partition = new IndexPartition(workers);
    pooling = new CpuPooling(kernels, partition);
  }

  @Override
  public void embed(Tensor tokens, Tensor table, Tensor y) {
    int size = table.shape().size(1);
    int[] ids = CpuArguments.within("tokens", CpuTensor.of(tokens), 0, table.shape().size(0) - 1);
    float[] a = CpuTensor.of(table).readFloats();
    float[] b = CpuTensor.of(y).writeFloats();
    partition.rows(
        CpuTensor.of(tokens).count(),
        size,
        (from, end) -> {
          for (int i = from; i < end; i++) {
            System.arraycopy(a, ids[i] * size, b, i * size, size);
          }
        });
  }

  @Override
  public void embedBackward(
      Tensor tokens, @Nullable Tensor lengths, int padding, Tensor dY, Tensor dTable) {
    int timesteps = tokens.shape().size(0);
    int batch = tokens.shape().size(1);
    int vocabulary = dTable.shape().size(0);
    int size = dTable.shape().size(1);
    int[] ends = CpuArguments.lengths(lengths, timesteps);
    int[] ids = CpuArguments.within("tokens", CpuTensor.of(tokens), 0, vocabulary - 1);
    float[] g = CpuTensor.of(dY).readFloats();
    float[] b = CpuTensor.of(dTable).writeFloats();
    int shards = partition.partCount((long) timesteps * batch * size, vocabulary);
    workers.run(
        shards,
        shard -> {
          for (int t = 0; t < timesteps; t++) {
            for (int n = 0; n < batch; n++) {
              int position = t * batch + n;
              int id = ids[position];
              if (shardOf(id, shards) == shard && id != padding && (ends == null || t < ends[n])) {
                kernels.addScaled(1, g, position * size, b, id * size, size);
              }
            }
          }
        });
  }

  /**
   * The shard that adds to the gradient row of a token. Only one shard adds to a row, so rows need
   * no locks and sums have a fixed order. The shard is chosen by hash, because small ids are often
   * the frequent ones.
   */
  private static int shardOf(int id, int shards) {
    return ((id * HASH) >>> 16) * shards >>> 16;
  }

  @Override
  public void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, RandomStream stream, Tensor target) {
    int[] a = CpuArguments.within("tokens", CpuTensor.of(tokens), 0, Integer.MAX_VALUE);
    int[] b = CpuTensor.of(target).writeInts();
    partition.elements(
        CpuTensor.of(tokens).count(),
        (from, end) -> dropTokens(a, rate, padding, replacement, stream, b, from, end));
  }

  private void dropTokens(
      int[] a,
      float rate,
      int padding,
      int replacement,
      RandomStream stream,
      int[] b,
      int from,
      int end) {
    int[] bits = arrays.takeInts(CHUNK);
    for (int at = from; at < end; at += CHUNK) {
      int length = Math.min(CHUNK, end - at);
      kernels.randomBits(stream, at, length, bits);
      for (int i = 0; i < length; i++) {
        int id = a[at + i];
        b[at + i] = id != padding && Philox.uniform(bits[i]) < rate ? replacement : id;
      }
    }
    arrays.give(bits);
  }

  @Override
  public void pool(
      PoolingKind kind,
      Tensor x,
      @Nullable Tensor lengths,
      Tensor y,
      int offset,
      @Nullable Tensor argmax) {
    pooling.pool(kind, x, lengths, y, offset, argmax);
  }

  @Override
  public void poolBackward(
      PoolingKind kind,
      Tensor dY,
      int offset,
      @Nullable Tensor lengths,
      @Nullable Tensor argmax,
      Tensor dX) {
    pooling.poolBackward(kind, dY, offset, lengths, argmax, dX);
  }
}

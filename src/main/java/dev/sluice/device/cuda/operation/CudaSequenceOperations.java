package dev.sluice.device.cuda.operation;

import dev.sluice.device.RandomStream;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.sequence.PoolingKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@link SequenceOperations} on a GPU, by the kernels of sequence.cu. */
public final class CudaSequenceOperations implements SequenceOperations {
  private static final String MODULE = "sequence";

  private final CudaBackend device;

  public CudaSequenceOperations(CudaBackend device) {
    this.device = device;
  }

  @Override
  public void embed(Tensor tokens, Tensor table, Tensor y) {
    long count = tokens.shape().elements();
    try (DeviceLock held = device.lock()) {
      device
          .kernel(MODULE, "embed")
          .read(tokens)
          .int64(count)
          .read(table)
          .int32(table.shape().size(0))
          .int32(table.shape().size(1))
          .write(y)
          .fault()
          .overWarps(count);
    }
  }

  @Override
  public void embedBackward(
      Tensor tokens, @Nullable Tensor lengths, int padding, Tensor dY, Tensor dTable) {
    if (tokens.shape().elements() == 0) {
      return;
    }
    try (DeviceLock held = device.lock()) {
      new EmbeddingGradient(device, tokens, lengths, padding, dTable.shape().size(0))
          .add(dY, dTable);
    }
  }

  @Override
  public void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, RandomStream stream, Tensor target) {
    long count = tokens.shape().elements();
    try (DeviceLock held = device.lock()) {
      device
          .kernel(MODULE, "drop_tokens")
          .read(tokens)
          .int64(count)
          .float32(rate)
          .int32(padding)
          .int32(replacement)
          .random(stream)
          .write(target)
          .fault()
          .over(count);
    }
  }

  @Override
  public void pool(
      PoolingKind pooling,
      Tensor x,
      @Nullable Tensor lengths,
      Tensor y,
      int offset,
      @Nullable Tensor argmax) {
    try (DeviceLock held = device.lock()) {
      Launch launch = pooled(kernel(pooling, ""), x, lengths, y, offset).read(x).write(y);
      if (pooling == PoolingKind.MAX) {
        launch.write(argmax);
      }
      launch.over(threads(x));
    }
  }

  @Override
  public void poolBackward(
      PoolingKind pooling,
      Tensor dY,
      int offset,
      @Nullable Tensor lengths,
      @Nullable Tensor argmax,
      Tensor dX) {
    try (DeviceLock held = device.lock()) {
      Launch launch = pooled(kernel(pooling, "_backward"), dX, lengths, dY, offset).read(dY);
      if (pooling == PoolingKind.MAX) {
        launch.read(argmax);
      }
      launch.write(dX).over(threads(dX));
    }
  }

  private Launch kernel(PoolingKind pooling, String ending) {
    // A tensor has no directions, so LAST_STEP and LAST are the same here.
    PoolingKind known = pooling == PoolingKind.LAST_STEP ? PoolingKind.LAST : pooling;
    return device.kernel(MODULE, "pool_" + known.name().toLowerCase(Locale.ROOT) + ending);
  }

  /** Adds a {@code struct Pooled}. */
  private static Launch pooled(
      Launch launch, Tensor sequence, @Nullable Tensor lengths, Tensor vectors, int offset) {
    return launch
        .read(lengths)
        .fault()
        .int32(sequence.shape().size(0))
        .int32(sequence.shape().size(1))
        .int32(sequence.shape().size(2))
        .int32(vectors.shape().size(1))
        .int32(offset)
        .padTo(Long.BYTES);
  }

  /** One thread for each feature of each row; it loops over the timesteps. */
  private static long threads(Tensor sequence) {
    return (long) sequence.shape().size(1) * sequence.shape().size(2);
  }
}

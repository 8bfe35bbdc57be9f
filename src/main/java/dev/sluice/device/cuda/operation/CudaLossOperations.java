package dev.sluice.device.cuda.operation;

import dev.sluice.device.LossOperations;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.MemoryPool;
import org.jspecify.annotations.Nullable;

/**
 * {@link LossOperations} on a GPU, by the kernels of loss.cu. Each loss takes three launches: the
 * first sums the weights of the rows, the second computes the loss and the gradient of each row,
 * the third sums the results of the rows.
 */
public final class CudaLossOperations implements LossOperations {
  private static final String MODULE = "loss";

  private final CudaBackend device;

  public CudaLossOperations(CudaBackend device) {
    this.device = device;
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits,
      Tensor labels,
      @Nullable Tensor classWeights,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals) {
    int rows = logits.shape().rows();
    int classes = logits.shape().columns();
    try (DeviceLock held = device.lock();
        Scratch scratch = new Scratch(rows)) {
      kernel("count_labels")
          .read(labels)
          .int64(rows)
          .int32(classes)
          .read(classWeights)
          .memory(scratch.count())
          .fault()
          .blocks(1);
      kernel("softmax_cross_entropy")
          .read(logits)
          .read(labels)
          .read(classWeights)
          .int64(rows)
          .int32(classes)
          .float32(weight)
          .memory(scratch.count())
          .write(dLogits)
          .memory(scratch.results())
          .overWarps(rows);
      addTotals(scratch, rows, 1, weight, totals);
    }
  }

  @Override
  public void sigmoidCrossEntropy(
      Tensor logits,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals) {
    int rows = logits.shape().rows();
    try (DeviceLock held = device.lock();
        Scratch scratch = new Scratch(rows)) {
      countMask(mask, rows, scratch);
      byElement("sigmoid_cross_entropy", logits, targets, mask, weight, dLogits, scratch)
          .fault()
          .overWarps(rows);
      addTotals(scratch, rows, logits.shape().columns(), weight, totals);
    }
  }

  @Override
  public void meanSquaredError(
      Tensor predictions,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      Tensor dPredictions,
      Tensor totals) {
    int rows = predictions.shape().rows();
    try (DeviceLock held = device.lock();
        Scratch scratch = new Scratch(rows)) {
      countMask(mask, rows, scratch);
      byElement("mean_squared_error", predictions, targets, mask, weight, dPredictions, scratch)
          .overWarps(rows);
      addTotals(scratch, rows, predictions.shape().columns(), weight, totals);
    }
  }

  private void countMask(@Nullable Tensor mask, int rows, Scratch scratch) {
    kernel("count_mask").read(mask).int64(rows).memory(scratch.count()).blocks(1);
  }

  private Launch byElement(
      String kernel,
      Tensor predictions,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      @Nullable Tensor gradient,
      Scratch scratch) {
    return kernel(kernel)
        .read(predictions)
        .read(targets)
        .read(mask)
        .int64(predictions.shape().rows())
        .int32(predictions.shape().columns())
        .float32(weight)
        .memory(scratch.count())
        .write(gradient)
        .memory(scratch.results());
  }

  private void addTotals(Scratch scratch, int rows, int columns, float weight, Tensor totals) {
    kernel("add_totals")
        .memory(scratch.results())
        .int64(rows)
        .int32(columns)
        .float32(weight)
        .memory(scratch.count())
        .write(totals)
        .blocks(1);
  }

  @Override
  public void softmax(Tensor logits, Tensor probabilities) {
    int rows = logits.shape().rows();
    try (DeviceLock held = device.lock()) {
      kernel("softmax")
          .read(logits)
          .int64(rows)
          .int32(logits.shape().columns())
          .write(probabilities)
          .overWarps(rows);
    }
  }

  private Launch kernel(String name) {
    return device.kernel(MODULE, name);
  }

  /** Scratch memory between the three launches: the divisor of the mean, and each row's result. */
  private final class Scratch implements AutoCloseable {
    /** The size of {@code struct RowResult}. */
    private static final int RESULT_BYTES = 8;

    private final MemoryPool.Loan count = device.pool().lend(Double.BYTES);
    private final MemoryPool.Loan results;

    Scratch(int rows) {
      results = device.pool().lend(Math.max(1, (long) rows) * RESULT_BYTES);
    }

    DeviceMemory count() {
      return count.memory();
    }

    DeviceMemory results() {
      return results.memory();
    }

    @Override
    public void close() {
      results.close();
      count.close();
    }
  }
}

package dev.sluice.device.cuda.cudnn;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnRNNDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/**
 * Maps our parameters to cuDNN's weight space, whose layout cuDNN does not document. Parts that are
 * neighbours on both sides are copied together.
 */
final class CudnnWeights {

  /**
   * A range of floats without a gap on either side.
   *
   * @param from index of the first float in the parameter
   * @param to offset of the first byte in the weight space
   */
  private record Run(CellParameter role, long from, long count, long to) {

    boolean endsAt(CellParameter role, long from, long to) {
      return this.role == role && this.from + count == from && this.to + count * Float.BYTES == to;
    }
  }

  private final CudaBackend device;
  private final Cudnn cudnn;
  private final long bytes;
  private final List<Run> runs = new ArrayList<>();

  /**
   * Asks cuDNN for the layout.
   *
   * @param rnn the descriptor of the cell
   */
  CudnnWeights(CudaBackend device, Cudnn cudnn, CudnnCell cudnnCell, cudnnRNNDescriptor rnn) {
    this.device = device;
    this.cudnn = cudnn;
    long[] size = new long[1];
    Cudnn.check(
        "cudnnGetRNNWeightSpaceSize",
        cudnnCell::toString,
        () -> JCudnn.cudnnGetRNNWeightSpaceSize(cudnn.handle(), rnn, size));
    bytes = size[0];
    try (MemoryPool.Loan space = device.pool().lend(bytes)) {
      locate(cudnnCell, rnn, space.memory());
    }
  }

  private void locate(CudnnCell cudnnCell, cudnnRNNDescriptor rnn, DeviceMemory space) {
    var shape = new cudnnTensorDescriptor();
    Cudnn.check(
        "cudnnCreateTensorDescriptor",
        () -> "a weight",
        () -> JCudnn.cudnnCreateTensorDescriptor(shape));
    try {
      List<CudnnCell.Layer> layers = cudnnCell.layers();
      var biases = new ArrayList<Runnable>();
      for (int id = 0; id < layers.size(); id++) {
        int layer = id;
        var matrix = new CUdeviceptr();
        var bias = new CUdeviceptr();
        Cudnn.check(
            "cudnnGetRNNWeightParams",
            () -> String.format(Locale.ROOT, "linear layer %d of %s", layer, cudnnCell.cell()),
            () ->
                JCudnn.cudnnGetRNNWeightParams(
                    cudnn.handle(), rnn, 0, bytes, space, layer, shape, matrix, shape, bias));
        add(cudnnCell, layers.get(id).matrix(), matrix, space);
        CudnnCell.Part biasPart = layers.get(id).bias();
        if (biasPart != null) {
          biases.add(() -> add(cudnnCell, biasPart, bias, space));
        }
      }
      biases.forEach(Runnable::run);
    } finally {
      JCudnn.cudnnDestroyTensorDescriptor(shape);
    }
  }

  private void add(
      CudnnCell cudnnCell, CudnnCell.Part part, CUdeviceptr place, DeviceMemory space) {
    long count = cudnnCell.count(part);
    long from = part.block() * count;
    long to = DeviceMemory.addressOf(place) - space.address();
    if (to < 0 || to + count * Float.BYTES > bytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "cuda: cudnnGetRNNWeightParams: %s is outside of the weight space",
              part));
    }
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last.endsAt(part.role(), from, to)) {
      runs.set(runs.size() - 1, new Run(last.role, last.from, last.count + count, last.to));
    } else {
      runs.add(new Run(part.role(), from, count, to));
    }
  }

  /** Whether two weight spaces have the same layout, so that one serves for both. */
  boolean isLaidOutAs(CudnnWeights other) {
    return bytes == other.bytes && runs.equals(other.runs);
  }

  /** The size of the weight space in bytes. */
  long bytes() {
    return bytes;
  }

  /** Submits the copies of the parameters into a weight space. */
  void fill(CellParameters parameters, DeviceMemory space) {
    for (Run run : runs) {
      DeviceMemory source =
          CudaTensor.of(parameters.get(run.role).value(), device).input().plusFloats(run.from);
      CudaCalls.check(
          "cuMemcpyDtoDAsync",
          () -> run.role.label(),
          () ->
              JCudaDriver.cuMemcpyDtoDAsync(
                  space.plus(run.to), source, run.count * Float.BYTES, device.stream().handle()));
    }
  }

  /** Whether any parameter is trainable. */
  static boolean wanted(CellParameters parameters) {
    return parameters.all().stream().anyMatch(parameter -> parameter.trainable());
  }

  /**
   * Submits the additions of a weight space's gradients to the gradients of the trainable
   * parameters.
   */
  void addGradients(DeviceMemory space, CellParameters parameters) {
    for (Run run : runs) {
      if (parameters.get(run.role).trainable()) {
        device
            .kernel("cudnn", "add_block")
            .memory(space.plus(run.to))
            .memory(
                CudaTensor.of(parameters.get(run.role).gradient(), device)
                    .output()
                    .plusFloats(run.from))
            .int64(run.count)
            .over(run.count);
      }
    }
  }
}

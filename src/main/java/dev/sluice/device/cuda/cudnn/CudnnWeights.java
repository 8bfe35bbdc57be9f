package dev.sluice.device.cuda.cudnn;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.DriverFailure;
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
 * Where cuDNN wants the parameters in its weight space, whose layout is its own affair. Neighbours
 * with us that are neighbours there too are copied together.
 */
final class CudnnWeights {

  /**
   * A piece that both sides hold without a gap.
   *
   * @param from the first float in the parameter
   * @param to the first byte in the weight space
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
   * @param rnn the cell
   */
  CudnnWeights(CudaBackend device, Cudnn cudnn, CudnnCell form, cudnnRNNDescriptor rnn) {
    this.device = device;
    this.cudnn = cudnn;
    long[] size = new long[1];
    Cudnn.check(
        "cudnnGetRNNWeightSpaceSize",
        form::toString,
        () -> JCudnn.cudnnGetRNNWeightSpaceSize(cudnn.handle(), rnn, size));
    bytes = size[0];
    try (MemoryPool.Loan space = device.pool().lend(bytes)) {
      locate(form, rnn, space.memory());
    }
  }

  private void locate(CudnnCell form, cudnnRNNDescriptor rnn, DeviceMemory space) {
    var shape = new cudnnTensorDescriptor();
    Cudnn.check(
        "cudnnCreateTensorDescriptor",
        () -> "a weight",
        () -> JCudnn.cudnnCreateTensorDescriptor(shape));
    try {
      List<CudnnCell.Layer> layers = form.layers();
      var biases = new ArrayList<Runnable>();
      for (int id = 0; id < layers.size(); id++) {
        int layer = id;
        var matrix = new CUdeviceptr();
        var bias = new CUdeviceptr();
        Cudnn.check(
            "cudnnGetRNNWeightParams",
            () -> String.format(Locale.ROOT, "linear layer %d of %s", layer, form.cell()),
            () ->
                JCudnn.cudnnGetRNNWeightParams(
                    cudnn.handle(), rnn, 0, bytes, space, layer, shape, matrix, shape, bias));
        add(form, layers.get(id).matrix(), matrix, space);
        if (layers.get(id).bias() != null) {
          biases.add(() -> add(form, layers.get(layer).bias(), bias, space));
        }
      }
      biases.forEach(Runnable::run);
    } finally {
      JCudnn.cudnnDestroyTensorDescriptor(shape);
    }
  }

  private void add(CudnnCell form, CudnnCell.Part part, CUdeviceptr place, DeviceMemory space) {
    long count = form.count(part);
    long from = part.block() * count;
    long to = DeviceMemory.addressOf(place) - space.address();
    if (to < 0 || to + count * Float.BYTES > bytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "cuda: cudnnGetRNNWeightParams: %s lies outside of the weight space",
              part));
    }
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last.endsAt(part.role(), from, to)) {
      runs.set(runs.size() - 1, new Run(last.role, last.from, last.count + count, last.to));
    } else {
      runs.add(new Run(part.role(), from, count, to));
    }
  }

  /** Whether two weight spaces are laid out alike, so that one serves for both. */
  boolean isLaidOutAs(CudnnWeights other) {
    return bytes == other.bytes && runs.equals(other.runs);
  }

  /** The size of the weight space. */
  long bytes() {
    return bytes;
  }

  /** Submits the copies of the parameters into a weight space. */
  void fill(CellParameters parameters, DeviceMemory space) {
    for (Run run : runs) {
      DeviceMemory source =
          CudaTensor.of(parameters.get(run.role).value(), device).input().plusFloats(run.from);
      DriverFailure.check(
          "cuMemcpyDtoDAsync",
          () -> run.role.label(),
          () ->
              JCudaDriver.cuMemcpyDtoDAsync(
                  space.plus(run.to), source, run.count * Float.BYTES, device.stream().handle()));
    }
  }

  /** Whether any parameter wants a gradient. */
  static boolean wanted(CellParameters parameters) {
    return parameters.all().stream().anyMatch(parameter -> parameter.trainable());
  }

  /** Submits the additions of a weight space's gradients to those of the trainable parameters. */
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

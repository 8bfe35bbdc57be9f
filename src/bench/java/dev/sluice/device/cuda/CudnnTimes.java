package dev.sluice.device.cuda;

import static jcuda.jcudnn.cudnnRNNAlgo.CUDNN_RNN_ALGO_PERSIST_STATIC;
import static jcuda.jcudnn.cudnnRNNAlgo.CUDNN_RNN_ALGO_PERSIST_STATIC_SMALL_H;
import static jcuda.jcudnn.cudnnRNNAlgo.CUDNN_RNN_ALGO_STANDARD;

import dev.sluice.device.cuda.cudnn.Cudnn;
import dev.sluice.device.cuda.cudnn.CudnnUnsupportedException;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryArena;
import java.util.Arrays;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnDirectionMode;
import jcuda.jcudnn.cudnnDropoutDescriptor;
import jcuda.jcudnn.cudnnForwardMode;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnRNNBiasMode;
import jcuda.jcudnn.cudnnRNNDataDescriptor;
import jcuda.jcudnn.cudnnRNNDataLayout;
import jcuda.jcudnn.cudnnRNNDescriptor;
import jcuda.jcudnn.cudnnRNNInputMode;
import jcuda.jcudnn.cudnnRNNMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnWgradMode;

/** Measures the seconds of a timestep of cuDNN's LSTM, for one algorithm and one data type. */
final class CudnnTimes implements AutoCloseable {
  private static final int MIN_PASSES = 3;
  private static final double SECONDS = 0.05;
  private static final int PADDED = 1;
  private static final Pointer NONE = new Pointer();

  /** The type of the data, with the type of the arithmetic. */
  enum Kind {
    FLOAT32(cudnnDataType.CUDNN_DATA_FLOAT, cudnnMathType.CUDNN_FMA_MATH, 4),
    TF32(cudnnDataType.CUDNN_DATA_FLOAT, cudnnMathType.CUDNN_DEFAULT_MATH, 4),
    FLOAT16(cudnnDataType.CUDNN_DATA_HALF, cudnnMathType.CUDNN_TENSOR_OP_MATH, 2),
    BFLOAT16(cudnnDataType.CUDNN_DATA_BFLOAT16, cudnnMathType.CUDNN_TENSOR_OP_MATH, 2);

    private final int data;
    private final int math;
    private final int bytes;

    Kind(int data, int math, int bytes) {
      this.data = data;
      this.math = math;
      this.bytes = bytes;
    }
  }

  /** The algorithm that runs the timesteps. */
  enum Algorithm {
    STANDARD(CUDNN_RNN_ALGO_STANDARD),
    PERSIST_STATIC(CUDNN_RNN_ALGO_PERSIST_STATIC),
    PERSIST_STATIC_SMALL_H(CUDNN_RNN_ALGO_PERSIST_STATIC_SMALL_H);

    private final int code;

    Algorithm(int code) {
      this.code = code;
    }
  }

  private final cudnnRNNDescriptor rnn = new cudnnRNNDescriptor();
  private final cudnnRNNDataDescriptor sequence = new cudnnRNNDataDescriptor();
  private final cudnnTensorDescriptor state = new cudnnTensorDescriptor();
  private final CudaDevice device;
  private final KernelTimes.Shape shape;
  private final Kind kind;
  private final double seconds;
  private final MemoryArena blocks;
  private final DeviceMemory x;
  private final DeviceMemory y;
  private final DeviceMemory dY;
  private final DeviceMemory dX;
  private final DeviceMemory weights;
  private final DeviceMemory dWeights;
  private final DeviceMemory work;
  private final DeviceMemory reserve;
  private final long weightBytes;
  private final long workBytes;
  private final long reserveBytes;

  /**
   * Creates the descriptors and takes the memory.
   *
   * @throws CudnnUnsupportedException if cuDNN has no such combination
   */
  CudnnTimes(
      CudaDevice device,
      KernelTimes.Shape shape,
      Kind kind,
      Algorithm algorithm,
      boolean simulated) {
    this.device = device;
    this.shape = shape;
    this.kind = kind;
    seconds = simulated ? 0 : SECONDS;
    try (DeviceLock held = device.lock()) {
      blocks = new MemoryArena(device.pool());
      try {
        describe(algorithm);
        long[] size = new long[1];
        check(
            "cudnnGetRNNWeightSpaceSize",
            () -> JCudnn.cudnnGetRNNWeightSpaceSize(device.cudnn().handle(), rnn, size));
        long[] workSize = new long[1];
        long[] reserveSize = new long[1];
        check(
            "cudnnGetRNNTempSpaceSizes",
            () ->
                JCudnn.cudnnGetRNNTempSpaceSizes(
                    device.cudnn().handle(),
                    rnn,
                    cudnnForwardMode.CUDNN_FWD_MODE_TRAINING,
                    sequence,
                    workSize,
                    reserveSize));
        weightBytes = size[0];
        workBytes = workSize[0];
        reserveBytes = reserveSize[0];
        long bytes = (long) shape.timesteps() * shape.batch() * shape.hidden() * kind.bytes;
        x = memory(bytes);
        y = memory(bytes);
        dY = memory(bytes);
        dX = memory(bytes);
        weights = memory(weightBytes);
        dWeights = memory(weightBytes);
        work = memory(workBytes);
        reserve = memory(reserveBytes);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  private void describe(Algorithm algorithm) {
    check("cudnnCreateRNNDescriptor", () -> JCudnn.cudnnCreateRNNDescriptor(rnn));
    check("cudnnCreateRNNDataDescriptor", () -> JCudnn.cudnnCreateRNNDataDescriptor(sequence));
    check("cudnnCreateTensorDescriptor", () -> JCudnn.cudnnCreateTensorDescriptor(state));
    int hidden = shape.hidden();
    check(
        "cudnnSetRNNDescriptor_v8",
        () ->
            JCudnn.cudnnSetRNNDescriptor_v8(
                rnn,
                algorithm.code,
                cudnnRNNMode.CUDNN_LSTM,
                cudnnRNNBiasMode.CUDNN_RNN_DOUBLE_BIAS,
                cudnnDirectionMode.CUDNN_UNIDIRECTIONAL,
                cudnnRNNInputMode.CUDNN_LINEAR_INPUT,
                kind.data,
                cudnnDataType.CUDNN_DATA_FLOAT,
                kind.math,
                hidden,
                hidden,
                hidden,
                1,
                new cudnnDropoutDescriptor(),
                PADDED));
    int[] lengths = new int[shape.batch()];
    Arrays.fill(lengths, shape.timesteps());
    check(
        "cudnnSetRNNDataDescriptor",
        () ->
            JCudnn.cudnnSetRNNDataDescriptor(
                sequence,
                kind.data,
                cudnnRNNDataLayout.CUDNN_RNN_DATA_LAYOUT_SEQ_MAJOR_UNPACKED,
                shape.timesteps(),
                shape.batch(),
                hidden,
                lengths,
                NONE));
    int[] sizes = {1, shape.batch(), hidden};
    int[] strides = {shape.batch() * hidden, hidden, 1};
    check(
        "cudnnSetTensorNdDescriptor",
        () -> JCudnn.cudnnSetTensorNdDescriptor(state, kind.data, sizes.length, sizes, strides));
  }

  /** Memory whose bytes are small numbers in each of the types. */
  private DeviceMemory memory(long bytes) {
    DeviceMemory memory = blocks.bytes(bytes);
    CudaCalls.check(
        "cuMemsetD16Async",
        () -> bytes + " bytes",
        () ->
            JCudaDriver.cuMemsetD16Async(
                memory, (short) 0x2c2c, bytes / 2, device.stream().handle()));
    return memory;
  }

  double forward() {
    return ofStep(this::submitForward);
  }

  double forwardAndBackward() {
    return ofStep(
        () -> {
          submitForward();
          submitBackward();
        });
  }

  private double ofStep(Runnable pass) {
    List<Double> times = DeviceStopwatch.seconds(device, MIN_PASSES, seconds, k -> pass.run());
    return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow() / shape.timesteps();
  }

  private void submitForward() {
    check(
        "cudnnRNNForward",
        () ->
            JCudnn.cudnnRNNForward(
                device.cudnn().handle(),
                rnn,
                cudnnForwardMode.CUDNN_FWD_MODE_TRAINING,
                NONE,
                sequence,
                x,
                sequence,
                y,
                state,
                NONE,
                NONE,
                state,
                NONE,
                NONE,
                weightBytes,
                weights,
                workBytes,
                work,
                reserveBytes,
                reserve));
  }

  private void submitBackward() {
    check(
        "cudnnRNNBackwardData_v8",
        () ->
            JCudnn.cudnnRNNBackwardData_v8(
                device.cudnn().handle(),
                rnn,
                NONE,
                sequence,
                y,
                dY,
                sequence,
                dX,
                state,
                NONE,
                NONE,
                NONE,
                state,
                NONE,
                NONE,
                NONE,
                weightBytes,
                weights,
                workBytes,
                work,
                reserveBytes,
                reserve));
    check(
        "cudnnRNNBackwardWeights_v8",
        () ->
            JCudnn.cudnnRNNBackwardWeights_v8(
                device.cudnn().handle(),
                rnn,
                cudnnWgradMode.CUDNN_WGRAD_MODE_ADD,
                NONE,
                sequence,
                x,
                state,
                NONE,
                sequence,
                y,
                weightBytes,
                dWeights,
                workBytes,
                work,
                reserveBytes,
                reserve));
  }

  private void check(String name, CudaCalls.Call call) {
    Cudnn.check(name, () -> shape.name() + " " + kind, call);
  }

  /** Destroys all descriptors. cuDNN allows that for those that were never created. */
  @Override
  public void close() {
    device.giveBack(
        () -> {
          JCudnn.cudnnDestroyTensorDescriptor(state);
          JCudnn.cudnnDestroyRNNDataDescriptor(sequence);
          JCudnn.cudnnDestroyRNNDescriptor(rnn);
          blocks.close();
        });
  }
}

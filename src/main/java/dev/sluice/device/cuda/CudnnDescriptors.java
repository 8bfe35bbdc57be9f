package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnDirectionMode;
import jcuda.jcudnn.cudnnDropoutDescriptor;
import jcuda.jcudnn.cudnnRNNAlgo;
import jcuda.jcudnn.cudnnRNNDataDescriptor;
import jcuda.jcudnn.cudnnRNNDataLayout;
import jcuda.jcudnn.cudnnRNNDescriptor;
import jcuda.jcudnn.cudnnRNNInputMode;
import jcuda.jcudnn.cudnnTensorDescriptor;

/**
 * What cuDNN is told of a plan's cell and of the sequences that it runs next. Sequences are padded,
 * {@code [T, N, features]} without gaps; cuDNN reads nothing beyond a row's length, and what it
 * leaves there in the outputs is undefined.
 */
final class CudnnDescriptors implements AutoCloseable {
  private static final int FLOAT = cudnnDataType.CUDNN_DATA_FLOAT;

  /** {@code CUDNN_RNN_PADDED_IO_ENABLED}. */
  private static final int PADDED = 1;

  /** JCudnn passes on no host pointer here: outputs beyond the lengths are undefined. */
  private static final Pointer NO_FILL = new Pointer();

  final cudnnRNNDescriptor rnn = new cudnnRNNDescriptor();
  final cudnnRNNDataDescriptor x = new cudnnRNNDataDescriptor();
  final cudnnRNNDataDescriptor y = new cudnnRNNDataDescriptor();
  final cudnnTensorDescriptor h = new cudnnTensorDescriptor();
  final cudnnTensorDescriptor c = new cudnnTensorDescriptor();
  private final Cell cell;

  CudnnDescriptors(Cudnn cudnn, CudnnCell form) {
    cell = form.cell();
    try {
      check("cudnnCreateRNNDescriptor", () -> JCudnn.cudnnCreateRNNDescriptor(rnn));
      check("cudnnCreateRNNDataDescriptor", () -> JCudnn.cudnnCreateRNNDataDescriptor(x));
      check("cudnnCreateRNNDataDescriptor", () -> JCudnn.cudnnCreateRNNDataDescriptor(y));
      check("cudnnCreateTensorDescriptor", () -> JCudnn.cudnnCreateTensorDescriptor(h));
      check("cudnnCreateTensorDescriptor", () -> JCudnn.cudnnCreateTensorDescriptor(c));
      describeCell(form, cudnn.mathType());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void describeCell(CudnnCell form, int mathType) {
    check(
        "cudnnSetRNNDescriptor_v8",
        () ->
            JCudnn.cudnnSetRNNDescriptor_v8(
                rnn,
                cudnnRNNAlgo.CUDNN_RNN_ALGO_STANDARD,
                form.mode(),
                form.biasMode(),
                cudnnDirectionMode.CUDNN_UNIDIRECTIONAL,
                cudnnRNNInputMode.CUDNN_LINEAR_INPUT,
                FLOAT,
                FLOAT,
                mathType,
                cell.inputSize(),
                cell.hiddenSize(),
                cell.outputSize(),
                1,
                new cudnnDropoutDescriptor(),
                PADDED));
  }

  /**
   * Describes sequences.
   *
   * @param timesteps at least 1
   * @param lengths of the rows, each 1 to T
   */
  void describe(int timesteps, int[] lengths) {
    sequences(x, timesteps, lengths, cell.inputSize());
    sequences(y, timesteps, lengths, cell.outputSize());
    states(h, lengths.length, cell.outputSize());
    states(c, lengths.length, cell.hiddenSize());
  }

  private void sequences(
      cudnnRNNDataDescriptor descriptor, int timesteps, int[] lengths, int features) {
    check(
        "cudnnSetRNNDataDescriptor",
        () ->
            JCudnn.cudnnSetRNNDataDescriptor(
                descriptor,
                FLOAT,
                cudnnRNNDataLayout.CUDNN_RNN_DATA_LAYOUT_SEQ_MAJOR_UNPACKED,
                timesteps,
                lengths.length,
                features,
                lengths,
                NO_FILL));
  }

  private void states(cudnnTensorDescriptor descriptor, int batch, int features) {
    int[] sizes = {1, batch, features};
    int[] strides = {batch * features, features, 1};
    check(
        "cudnnSetTensorNdDescriptor",
        () -> JCudnn.cudnnSetTensorNdDescriptor(descriptor, FLOAT, sizes.length, sizes, strides));
  }

  private void check(String name, Failure.Call call) {
    Cudnn.check(name, cell::toString, call);
  }

  /** Those of cuDNN may be destroyed whether they were made or not. */
  @Override
  public void close() {
    JCudnn.cudnnDestroyTensorDescriptor(c);
    JCudnn.cudnnDestroyTensorDescriptor(h);
    JCudnn.cudnnDestroyRNNDataDescriptor(y);
    JCudnn.cudnnDestroyRNNDataDescriptor(x);
    JCudnn.cudnnDestroyRNNDescriptor(rnn);
  }
}

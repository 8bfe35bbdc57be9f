package dev.sluice.device.cuda.cudnn;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.CudaCalls;
import java.util.EnumMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnDirectionMode;
import jcuda.jcudnn.cudnnDropoutDescriptor;
import jcuda.jcudnn.cudnnRNNDataDescriptor;
import jcuda.jcudnn.cudnnRNNDataLayout;
import jcuda.jcudnn.cudnnRNNDescriptor;
import jcuda.jcudnn.cudnnRNNInputMode;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cuDNN descriptors of a plan's cell and of the sequences that it runs next. Sequences are
 * padded, {@code [T, N, features]} without gaps. cuDNN reads nothing beyond a row's length, and its
 * outputs there are undefined.
 */
final class CudnnDescriptors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CudnnDescriptors.class);
  private static final int FLOAT = cudnnDataType.CUDNN_DATA_FLOAT;

  /** {@code CUDNN_RNN_PADDED_IO_ENABLED}. */
  private static final int PADDED = 1;

  /**
   * No padding fill: JCudnn cannot pass a host pointer here, so outputs beyond the lengths are
   * undefined.
   */
  private static final Pointer NO_FILL = new Pointer();

  final cudnnRNNDataDescriptor x = new cudnnRNNDataDescriptor();
  final cudnnRNNDataDescriptor y = new cudnnRNNDataDescriptor();
  final cudnnTensorDescriptor h = new cudnnTensorDescriptor();
  final cudnnTensorDescriptor c = new cudnnTensorDescriptor();
  private final Map<CudnnAlgorithm, cudnnRNNDescriptor> cells = new EnumMap<>(CudnnAlgorithm.class);
  private final Cell cell;

  CudnnDescriptors(Cudnn cudnn, CudnnCell cudnnCell) {
    cell = cudnnCell.cell();
    try {
      check("cudnnCreateRNNDataDescriptor", () -> JCudnn.cudnnCreateRNNDataDescriptor(x));
      check("cudnnCreateRNNDataDescriptor", () -> JCudnn.cudnnCreateRNNDataDescriptor(y));
      check("cudnnCreateTensorDescriptor", () -> JCudnn.cudnnCreateTensorDescriptor(h));
      check("cudnnCreateTensorDescriptor", () -> JCudnn.cudnnCreateTensorDescriptor(c));
      describeCell(CudnnAlgorithm.STANDARD, cudnnCell, cudnn.mathType());
      if (CudnnAlgorithm.of(cudnnCell, false, true) == CudnnAlgorithm.PERSISTENT) {
        tryToDescribePersistent(cudnnCell, cudnn.mathType());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void tryToDescribePersistent(CudnnCell cudnnCell, int mathType) {
    try {
      describeCell(CudnnAlgorithm.PERSISTENT, cudnnCell, mathType);
    } catch (CudnnUnsupportedException e) {
      LOG.info("plan cudnn: no persistent kernel: {}", e.getMessage());
      JCudnn.cudnnDestroyRNNDescriptor(cells.remove(CudnnAlgorithm.PERSISTENT));
    }
  }

  private void describeCell(CudnnAlgorithm algorithm, CudnnCell cudnnCell, int mathType) {
    var rnn = new cudnnRNNDescriptor();
    check("cudnnCreateRNNDescriptor", () -> JCudnn.cudnnCreateRNNDescriptor(rnn));
    cells.put(algorithm, rnn);
    check(
        "cudnnSetRNNDescriptor_v8",
        () ->
            JCudnn.cudnnSetRNNDescriptor_v8(
                rnn,
                algorithm.code(),
                cudnnCell.mode(),
                cudnnCell.biasMode(),
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
   * The descriptor of the cell for an algorithm.
   *
   * @return null if cuDNN cannot run the cell by that algorithm
   */
  @Nullable cudnnRNNDescriptor cell(CudnnAlgorithm algorithm) {
    return cells.get(algorithm);
  }

  /** The cell by the standard algorithm, by which cuDNN runs every cell. */
  cudnnRNNDescriptor standardCell() {
    return requireNonNull(cell(CudnnAlgorithm.STANDARD), cell::toString);
  }

  /**
   * Describes the sequences of the next calls.
   *
   * @param timesteps T, at least 1
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

  private void check(String name, CudaCalls.Call call) {
    Cudnn.check(name, cell::toString, call);
  }

  /** Destroys all descriptors. cuDNN allows that for those that were never created. */
  @Override
  public void close() {
    JCudnn.cudnnDestroyTensorDescriptor(c);
    JCudnn.cudnnDestroyTensorDescriptor(h);
    JCudnn.cudnnDestroyRNNDataDescriptor(y);
    JCudnn.cudnnDestroyRNNDataDescriptor(x);
    cells.values().forEach(JCudnn::cudnnDestroyRNNDescriptor);
  }
}

package dev.sluice.device.cuda.cudnn;

import dev.sluice.cell.Rnn;
import jcuda.jcudnn.cudnnRNNAlgo;

/** How cuDNN runs the steps. */
public enum CudnnAlgorithm {
  /** A few kernels for each step; takes everything. */
  STANDARD(cudnnRNNAlgo.CUDNN_RNN_ALGO_STANDARD),

  /**
   * One kernel for all steps with the recurrent weights in registers, for few hidden units. The
   * bounds are those up to which PyTorch chooses it ({@code use_rnn_persist_small_h} in its {@code
   * RNN.cpp}).
   */
  PERSISTENT(cudnnRNNAlgo.CUDNN_RNN_ALGO_PERSIST_STATIC_SMALL_H);

  private static final int MOST_UNITS_OF_RNN = 384;
  private static final int MOST_UNITS_OF_RNN_TRAINED = 256;
  private static final int MOST_UNITS_OF_GATED = 192;
  private static final int MOST_UNITS_OF_GATED_TRAINED = 128;

  private final int code;

  CudnnAlgorithm(int code) {
    this.code = code;
  }

  /** The {@code cudnnRNNAlgo_t}. */
  int code() {
    return code;
  }

  /**
   * The faster one of those that can run the cell. Both passes of training go by one algorithm, as
   * the backward pass reads what the forward pass kept.
   *
   * @param sameLengths whether all rows have all steps
   */
  public static CudnnAlgorithm of(CudnnCell form, boolean training, boolean sameLengths) {
    boolean projected = form.cell().outputSize() != form.cell().hiddenSize();
    boolean few = form.cell().hiddenSize() <= mostUnits(form, training);
    return sameLengths && few && !projected ? PERSISTENT : STANDARD;
  }

  private static int mostUnits(CudnnCell form, boolean training) {
    if (form.cell() instanceof Rnn) {
      return training ? MOST_UNITS_OF_RNN_TRAINED : MOST_UNITS_OF_RNN;
    }
    return training ? MOST_UNITS_OF_GATED_TRAINED : MOST_UNITS_OF_GATED;
  }
}

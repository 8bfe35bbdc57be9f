package dev.sluice.device.cuda.cudnn;

import jcuda.jcudnn.cudnnRNNAlgo;

/** The algorithm by which cuDNN runs the timesteps of a recurrence. */
public enum CudnnAlgorithm {
  /** A few kernels for each timestep; supports every cell and shape. */
  STANDARD(cudnnRNNAlgo.CUDNN_RNN_ALGO_STANDARD),

  /**
   * One kernel for all timesteps, with the recurrent weights in registers; for few hidden units.
   * The bounds are those up to which PyTorch chooses it ({@code use_rnn_persist_small_h} in its
   * {@code RNN.cpp}).
   */
  PERSISTENT(cudnnRNNAlgo.CUDNN_RNN_ALGO_PERSIST_STATIC_SMALL_H);

  private static final int MAX_UNITS_OF_RNN = 384;
  private static final int MAX_UNITS_OF_RNN_TRAINED = 256;
  private static final int MAX_UNITS_OF_GATED = 192;
  private static final int MAX_UNITS_OF_GATED_TRAINED = 128;

  private final int code;

  CudnnAlgorithm(int code) {
    this.code = code;
  }

  /** The {@code cudnnRNNAlgo_t}. */
  int code() {
    return code;
  }

  /**
   * Chooses the fastest algorithm that can run the cell. The forward and the backward pass use the
   * same one, because the backward pass reads what the forward pass kept.
   *
   * @param sameLengths whether all rows have all timesteps
   */
  public static CudnnAlgorithm of(CudnnCell cudnnCell, boolean training, boolean sameLengths) {
    boolean projected = cudnnCell.cell().outputSize() != cudnnCell.cell().hiddenSize();
    boolean few = cudnnCell.cell().hiddenSize() <= maxUnits(cudnnCell, training);
    return sameLengths && few && !projected ? PERSISTENT : STANDARD;
  }

  private static int maxUnits(CudnnCell cudnnCell, boolean training) {
    int ofRnn = training ? MAX_UNITS_OF_RNN_TRAINED : MAX_UNITS_OF_RNN;
    int ofGated = training ? MAX_UNITS_OF_GATED_TRAINED : MAX_UNITS_OF_GATED;
    return cudnnCell.cell().match(rnn -> ofRnn, lstm -> ofGated, gru -> ofGated);
  }
}

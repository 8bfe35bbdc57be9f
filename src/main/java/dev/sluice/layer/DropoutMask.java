package dev.sluice.layer;

import dev.sluice.device.Elementwise;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;

/** Says which elements of a sequence {@code [T, N, F]} share one random decision in dropout. */
public enum DropoutMask {
  /** Each element has its own. */
  INDEPENDENT {
    @Override
    void drop(Elementwise ops, Tensor x, float rate, RandomStream stream, Tensor y) {
      ops.dropout(x, rate, stream, y);
    }
  },
  /**
   * All timesteps of a row share one decision per feature. This is variational dropout, Y. Gal and
   * Z. Ghahramani, <em>A Theoretically Grounded Application of Dropout in Recurrent Neural
   * Networks</em>, 2016. Vectors {@code [N, F]} are treated as one timestep.
   */
  LOCKED {
    @Override
    void drop(Elementwise ops, Tensor x, float rate, RandomStream stream, Tensor y) {
      if (x.shape().rank() == 3) {
        ops.lockedDropout(x, rate, stream, y);
      } else {
        ops.dropout(x, rate, stream, y);
      }
    }
  };

  /**
   * Drops elements of x and writes to y, which may be x. Applied to gradients it is the backward
   * pass.
   */
  abstract void drop(Elementwise ops, Tensor x, float rate, RandomStream stream, Tensor y);
}

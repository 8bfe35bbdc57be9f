package dev.sluice.layer;

import dev.sluice.device.Elementwise;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;

/** Which elements of a sequence {@code [T, N, F]} dropout treats alike. */
public enum DropoutMask {
  /** None: each element is drawn by itself. */
  INDEPENDENT {
    @Override
    void drop(Elementwise ops, Tensor x, float rate, RandomStream stream, Tensor y) {
      ops.dropout(x, rate, stream, y);
    }
  },
  /**
   * A feature of a row is dropped at all timesteps or at none: variational dropout, Y. Gal and Z.
   * Ghahramani, <em>A Theoretically Grounded Application of Dropout in Recurrent Neural
   * Networks</em>, 2016. Vectors {@code [N, F]} count as one timestep.
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

  /** Drops elements of x into y, which may be x; on gradients it is the way back. */
  abstract void drop(Elementwise ops, Tensor x, float rate, RandomStream stream, Tensor y);
}

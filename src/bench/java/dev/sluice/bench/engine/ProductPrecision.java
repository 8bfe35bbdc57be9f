package dev.sluice.bench.engine;

import dev.sluice.device.Precision;
import java.util.Optional;

/** The precision in which an engine computes matrix products. */
public enum ProductPrecision {
  /**
   * Strict float32. PyTorch's layers of T = 1024 (RNN, LSTM and GRU; H from 128 to 512, N from 1 to
   * 16) differ from float64 by at most 2.4e-6, in the gradients of LSTM's biases. So two right
   * engines that add in different orders stay far below 1e-4.
   */
  FLOAT32("float32", Precision.FLOAT32, 4, 1e-4, 1e-2),
  /** The tensor cores round the operands. */
  TF32("tf32", Precision.TF32, 4, 2e-2, 5e-2),
  /**
   * Operands are bfloat16. PyTorch's layers store everything in it; PyTorch has no training steps
   * in it.
   */
  BFLOAT16("bfloat16", Precision.BFLOAT16, 2, 2e-1, 3e-1),
  /** PyTorch only. Its layers store everything in float16, and its training steps use autocast. */
  FLOAT16("float16", null, 2, 5e-2, 5e-2);

  private final String title;
  private final Precision precision;
  private final int pytorchBytes;
  private final double tolerance;
  private final double dropTolerance;

  ProductPrecision(
      String title, Precision precision, int pytorchBytes, double tolerance, double dropTolerance) {
    this.title = title;
    this.precision = precision;
    this.pytorchBytes = pytorchBytes;
    this.tolerance = tolerance;
    this.dropTolerance = dropTolerance;
  }

  /** The readable name. */
  public String title() {
    return title;
  }

  /** This engine's precision; empty if it does not have it. */
  public Optional<Precision> precision() {
    return Optional.ofNullable(precision);
  }

  /** The size of an element in PyTorch's layers. */
  public int pytorchBytes() {
    return pytorchBytes;
  }

  /**
   * The tolerance of a result: its largest relative error against strict float32. The drop of the
   * losses has its own tolerance, because it is a small difference of them. Steps that do not learn
   * have an error of 1 in it.
   */
  public double tolerance(String result) {
    return result.equals(StepPasses.DROP) ? dropTolerance : tolerance;
  }
}

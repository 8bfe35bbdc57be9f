package dev.sluice.bench.gpu;

import dev.sluice.device.Precision;
import java.util.Optional;

/** How products are computed. */
enum Arithmetic {
  /** Strict. */
  FLOAT32("float32", Precision.FLOAT32, 4, 1e-4, 1e-2),
  /** Operands rounded inside the tensor cores. */
  TF32("tf32", Precision.TF32, 4, 2e-2, 5e-2),
  /** Operands are bfloat16; PyTorch's layers keep everything in it, and it has no steps in it. */
  BFLOAT16("bfloat16", Precision.BFLOAT16, 2, 2e-1, 3e-1),
  /** PyTorch only, whose layers keep everything in it, and whose steps are under autocast. */
  FLOAT16("float16", null, 2, 5e-2, 5e-2);

  private final String title;
  private final Precision precision;
  private final int pytorchBytes;
  private final double tolerance;
  private final double dropTolerance;

  Arithmetic(
      String title, Precision precision, int pytorchBytes, double tolerance, double dropTolerance) {
    this.title = title;
    this.precision = precision;
    this.pytorchBytes = pytorchBytes;
    this.tolerance = tolerance;
    this.dropTolerance = dropTolerance;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** This engine's; empty if it has none such. */
  Optional<Precision> precision() {
    return Optional.ofNullable(precision);
  }

  /** Of an element of PyTorch's layers. */
  int pytorchBytes() {
    return pytorchBytes;
  }

  /**
   * The largest relative error of a result against one in strict float32. The drop of the losses is
   * a small difference of them; that of steps which do not learn is off by 1.
   */
  double tolerance(String result) {
    return result.equals(StepPasses.DROP) ? dropTolerance : tolerance;
  }
}

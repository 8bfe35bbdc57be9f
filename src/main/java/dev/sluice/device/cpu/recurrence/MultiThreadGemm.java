package dev.sluice.device.cpu.recurrence;

import static java.util.Objects.requireNonNull;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import dev.sluice.device.cpu.recurrence.step.SingleThreadGemm;
import dev.sluice.device.cpu.runtime.SharingBackoff;
import dev.sluice.device.cpu.runtime.WorkerPool;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products whose panels are divided among all threads, for batches with fewer rows than
 * threads. Each panel is computed as on one thread, so the bits are the same.
 *
 * <p>Only one caller at a time shares its product. A concurrent caller computes alone. Small
 * products are always computed alone.
 */
final class MultiThreadGemm implements PackedGemm {
  /** With fewer multiply-adds, the overhead of sharing is larger than the gain. */
  static final long SMALL = 1 << 15;

  /** In the place of an array while no product is shared. */
  private static final float[] NONE = {};

  private final Kernels kernels;
  private final WorkerPool workers;
  private final PackedGemm alone;
  private final ReentrantLock sharing = new ReentrantLock();
  private final Product product = new Product();
  private final PanelsProduct panelsProduct = new PanelsProduct();
  private final SharingBackoff backoff = new SharingBackoff();

  MultiThreadGemm(Kernels kernels, WorkerPool workers) {
    this.kernels = kernels;
    this.workers = workers;
    this.alone = new SingleThreadGemm(kernels);
  }

  @Override
  public void multiply(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      PackedMatrix b,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate) {
    long work = (long) rows * b.depth() * b.panels() * kernels.panelWidth();
    if (work < SMALL || !sharing.tryLock()) {
      alone.multiply(rows, a, aOffset, aStride, b, c, cOffset, cStride, accumulate);
      return;
    }
    try {
      product.rows = rows;
      product.a = a;
      product.aOffset = aOffset;
      product.aStride = aStride;
      product.b = b;
      product.c = c;
      product.cOffset = cOffset;
      product.cStride = cStride;
      product.accumulate = accumulate;
      share(product, work);
    } finally {
      product.forget();
      sharing.unlock();
    }
  }

  @Override
  public void multiplyPanels(
      int depth, int heightPanels, float[] a, int widthPanels, float[] b, float[] c) {
    long columns = (long) widthPanels * kernels.panelWidth();
    long work = depth * columns * heightPanels * kernels.panelHeight();
    if (work < SMALL || !sharing.tryLock()) {
      alone.multiplyPanels(depth, heightPanels, a, widthPanels, b, c);
      return;
    }
    try {
      panelsProduct.depth = depth;
      panelsProduct.heightPanels = heightPanels;
      panelsProduct.a = a;
      panelsProduct.widthPanels = widthPanels;
      panelsProduct.b = b;
      panelsProduct.c = c;
      share(panelsProduct, work);
    } finally {
      panelsProduct.forget();
      sharing.unlock();
    }
  }

  /** Runs the parts on all threads. Only one thread at a time calls this. */
  private void share(WorkerPool.Task parts, long work) {
    long began = System.nanoTime();
    if (backoff.allowsSharing(began)) {
      workers.run(workers.threads(), parts);
      backoff.record(began, System.nanoTime(), work);
    } else {
      for (int part = 0; part < workers.threads(); part++) {
        parts.run(part);
      }
    }
  }

  /** The begin of a part. */
  private int bound(int count, int part) {
    return (int) ((long) count * part / workers.threads());
  }

  /** The arguments of the shared call. They are fields so that a timestep allocates nothing. */
  private final class Product implements WorkerPool.Task {
    private int rows;
    private float[] a = NONE;
    private int aOffset;
    private int aStride;
    private @Nullable PackedMatrix b;
    private float[] c = NONE;
    private int cOffset;
    private int cStride;
    private boolean accumulate;

    /** Lets go of the arrays, so that the garbage collector can free them. */
    void forget() {
      a = NONE;
      b = null;
      c = NONE;
    }

    @Override
    public void run(int part) {
      PackedMatrix right = requireNonNull(b, "no product is shared");
      int first = bound(right.groups(), part);
      int end = bound(right.groups(), part + 1);
      right.multiply(rows, a, aOffset, aStride, first, end, c, cOffset, cStride, accumulate);
    }
  }

  /** The arguments of a shared product of panels. */
  private final class PanelsProduct implements WorkerPool.Task {
    private int depth;
    private int heightPanels;
    private float[] a = NONE;
    private int widthPanels;
    private float[] b = NONE;
    private float[] c = NONE;

    /** Lets go of the arrays, so that the garbage collector can free them. */
    void forget() {
      a = NONE;
      b = NONE;
      c = NONE;
    }

    @Override
    public void run(int part) {
      int width = kernels.panelWidth();
      int first = bound(widthPanels, part);
      int panels = bound(widthPanels, part + 1) - first;
      int rows = heightPanels * kernels.panelHeight();
      kernels.multiplyPanels(
          depth, heightPanels, a, panels, b, first * depth * width, c, first * rows * width);
    }
  }
}

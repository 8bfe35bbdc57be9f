package dev.sluice.interop.onnx.tensor;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for the memory and the work of successive runs of a model, and enforces {@link
 * OnnxLimits}. After a thread has entered the workspace, every array that {@link HostTensor}
 * creates in this thread is accounted for before it is allocated, so no operator can forget it.
 * Arrays that are no longer needed are reused by this run and later ones.
 */
public final class Workspace implements AutoCloseable {
  private static final ThreadLocal<Workspace> CURRENT = new ThreadLocal<>();

  /**
   * The memory of the smallest tensor, so that the limits also end loops that create small tensors.
   */
  private static final int MIN_BYTES = 64;

  /** Arrays that were unused for this many runs are discarded. */
  private static final int RUNS_KEPT = 8;

  /** The largest total size of arrays that are kept between runs. */
  private static final long MAX_KEPT_BYTES = 256L << 20;

  private final OnnxLimits limits;
  private final Map<Object, Block> byArray = new IdentityHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Block> free = new ArrayList<>();
  private final List<Block> unheld = new ArrayList<>();
  private long maxOperations;
  private long maxBytes;
  private long run;
  private long live;
  private long freeBytes;
  private long total;
  private long operations;

  /** An array and the number of graph values that use it. */
  private static final class Block {
    private final Object array;
    private final int length;
    private final long bytes;
    private int holders;
    private boolean isFree;
    private boolean handedOut;
    private long lastRun;

    Block(Object array, int length, long bytes) {
      this.array = array;
      this.length = length;
      this.bytes = bytes;
    }
  }

  /** Creates a workspace with limits. {@link #begin} adjusts them to the constants of a model. */
  public Workspace(OnnxLimits limits) {
    this.limits = limits;
    this.maxOperations = limits.operations();
    this.maxBytes = limits.totalBytes();
  }

  /**
   * Begins a run.
   *
   * @param constantBytes memory of the constants of the model
   * @param weights number of elements of the constants
   * @param inputElements number of elements of all inputs
   */
  public void begin(long constantBytes, long weights, long inputElements) {
    run++;
    live = constantBytes;
    total = 0;
    operations = 0;
    maxOperations = limits.operations(weights, inputElements);
    maxBytes = limits.totalBytes(weights, inputElements);
  }

  /**
   * Passes a value to the caller of the run. Its array is not reused.
   *
   * @return whether the array belongs to this workspace
   */
  @CanIgnoreReturnValue
  public boolean handOut(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null) {
      block.handedOut = true;
    }
    return block != null;
  }

  /**
   * Ends a run, also a failed one. All its arrays become free, except those of {@link #handOut}.
   */
  public void end() {
    unheld.clear();
    free.clear();
    freeBytes = 0;
    int kept = 0;
    for (int k = 0; k < blocks.size(); k++) {
      Block block = blocks.get(k);
      boolean keeps =
          !block.handedOut
              && block.lastRun > run - RUNS_KEPT
              && freeBytes + block.bytes <= MAX_KEPT_BYTES;
      if (keeps) {
        block.holders = 0;
        block.isFree = true;
        free.add(block);
        freeBytes += block.bytes;
        blocks.set(kept++, block);
      } else {
        byArray.remove(block.array);
      }
    }
    blocks.subList(kept, blocks.size()).clear();
  }

  /**
   * Accounts for all allocations of this thread until {@link #close}.
   *
   * @throws IllegalStateException if the thread is already in a workspace
   */
  public Workspace enter() {
    if (CURRENT.get() != null) {
      throw new IllegalStateException("this thread is already in a workspace");
    }
    CURRENT.set(this);
    return this;
  }

  @Override
  public void close() {
    CURRENT.set(null); // remove() would cause an allocation in the next run
  }

  /** An array of zeros. Throws if a limit would be exceeded. */
  static float[] floats(int length) {
    Workspace workspace = CURRENT.get();
    float[] reused =
        workspace == null ? null : workspace.reused(float[].class, length, 4L * length);
    if (reused != null) {
      Arrays.fill(reused, 0);
      return reused;
    }
    return tracked(workspace, new float[length], length, 4L * length);
  }

  /** An array of zeros. Throws if a limit would be exceeded. */
  static double[] doubles(int length) {
    Workspace workspace = CURRENT.get();
    double[] reused =
        workspace == null ? null : workspace.reused(double[].class, length, 8L * length);
    if (reused != null) {
      Arrays.fill(reused, 0);
      return reused;
    }
    return tracked(workspace, new double[length], length, 8L * length);
  }

  /** An array of zeros. Throws if a limit would be exceeded. */
  static long[] longs(int length) {
    Workspace workspace = CURRENT.get();
    long[] reused = workspace == null ? null : workspace.reused(long[].class, length, 8L * length);
    if (reused != null) {
      Arrays.fill(reused, 0);
      return reused;
    }
    return tracked(workspace, new long[length], length, 8L * length);
  }

  /** An array with undefined values. Throws if a limit would be exceeded. */
  static int[] ints(int length) {
    Workspace workspace = CURRENT.get();
    int[] reused = workspace == null ? null : workspace.reused(int[].class, length, 4L * length);
    return reused != null ? reused : tracked(workspace, new int[length], length, 4L * length);
  }

  /** A free array of this length; null if there is none and a new one may be allocated. */
  private <A> @Nullable A reused(Class<A> type, int length, long arrayBytes) {
    long bytes = Math.max(MIN_BYTES, arrayBytes);
    require(bytes);
    live += bytes;
    total += bytes;
    for (int k = free.size() - 1; k >= 0; k--) {
      Block block = free.get(k);
      if (block.length == length && type.isInstance(block.array)) {
        free.remove(k);
        freeBytes -= block.bytes;
        take(block);
        return type.cast(block.array);
      }
    }
    if (freeBytes > limits.liveBytes() - live) {
      discardFree();
    }
    return null;
  }

  private void take(Block block) {
    block.isFree = false;
    block.lastRun = run;
    unheld.add(block);
  }

  private static <A> A tracked(Workspace workspace, A array, int length, long bytes) {
    if (workspace != null) {
      Block block = new Block(array, length, Math.max(MIN_BYTES, bytes));
      workspace.byArray.put(array, block);
      workspace.blocks.add(block);
      workspace.take(block);
    }
    return array;
  }

  private void discardFree() {
    blocks.removeIf(block -> block.isFree);
    free.forEach(block -> byArray.remove(block.array));
    free.clear();
    freeBytes = 0;
  }

  private void require(long bytes) {
    if (bytes > limits.liveBytes() - live) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected constants and values of at most %d bytes at one time, got %d and %d more"
                  + " (OnnxLimits.withLiveBytes sets the limit)",
              limits.liveBytes(),
              live,
              bytes));
    }
    if (bytes > maxBytes - total) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected at most %d bytes of values in a run, got %d and %d more"
                  + " (OnnxLimits.withTotalBytes sets the limit)",
              maxBytes,
              total,
              bytes));
    }
  }

  /**
   * Accounts for work. Call it before the work starts.
   *
   * @param count number of multiply-adds, or of elements read or written
   * @throws OnnxException if the run exceeds its limits
   */
  public void work(long count) {
    if (count > maxOperations - operations) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected at most %d operations for this model and these inputs, got %d and %d more"
                  + " (OnnxLimits.withOperations sets the limit)",
              maxOperations,
              operations,
              count));
    }
    operations += count;
  }

  /** Accounts for a loop over a tensor in the current workspace of this thread, if there is one. */
  static void walk(long steps) {
    Workspace workspace = CURRENT.get();
    if (workspace != null) {
      workspace.work(steps);
    }
  }

  /**
   * Accounts for memory other than tensors. Call it before allocating.
   *
   * @throws OnnxException if the run exceeds its limits
   */
  public void reserve(long bytes) {
    require(bytes);
    live += bytes;
    total += bytes;
  }

  /** Returns reserved memory that is no longer needed. */
  public void giveBack(long bytes) {
    live -= bytes;
  }

  /** Marks a value of the graph as used. Its array stays as long as any value in it is used. */
  public void hold(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null) {
      block.holders++;
    }
  }

  /** Marks a value as no longer needed. */
  public void release(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null && --block.holders == 0) {
      drop(block);
    }
  }

  /** Passes an output of a subgraph to its node, which may use it as an output or drop it. */
  public void handOver(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null && --block.holders == 0) {
      unheld.add(block);
    }
  }

  /**
   * Begins a node. Later allocations belong to it. Nodes of subgraphs nest.
   *
   * @return the argument for {@link #endNode}
   */
  public int beginNode() {
    return unheld.size();
  }

  /** Ends a node. Frees the arrays that it allocated and no value uses. */
  public void endNode(int mark) {
    for (int k = unheld.size() - 1; k >= mark; k--) {
      Block block = unheld.remove(k);
      if (block.holders == 0) {
        drop(block);
      }
    }
  }

  private void drop(Block block) {
    if (!block.isFree) {
      block.isFree = true;
      free.add(block);
      freeBytes += block.bytes;
      live -= block.bytes;
    }
  }
}

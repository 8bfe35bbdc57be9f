package dev.sluice.interop.onnx.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The memory and the work of runs of a model, one after another, each kept within {@link
 * OnnxLimits}. While it is entered by a thread, every array that {@link HostTensor} makes there is
 * charged to it before it is allocated, so that no operator can forget to; arrays that a run no
 * longer needs are used again, by it and by later runs.
 */
public final class Workspace implements AutoCloseable {
  private static final ThreadLocal<Workspace> CURRENT = new ThreadLocal<>();

  /** What the smallest tensor costs the heap: loops over small ones end too. */
  private static final int LEAST_BYTES = 64;

  /** Arrays that so many runs had no use for are forgotten. */
  private static final int RUNS_KEPT = 8;

  /** The most that is kept between runs. */
  private static final long MOST_KEPT_BYTES = 256L << 20;

  private final OnnxLimits limits;
  private final Map<Object, Block> byArray = new IdentityHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Block> free = new ArrayList<>();
  private final List<Block> unheld = new ArrayList<>();
  private long mostOperations;
  private long mostBytes;
  private long run;
  private long live;
  private long freeBytes;
  private long total;
  private long operations;

  /** An array, and how many values of the graph lie in it. */
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

  /** What runs of a model with few constants may cost; see {@link #begin}. */
  public Workspace(OnnxLimits limits) {
    this.limits = limits;
    this.mostOperations = limits.operations();
    this.mostBytes = limits.totalBytes();
  }

  /**
   * Begins a run.
   *
   * @param constantBytes what the model's constants hold
   * @param weights how many elements they are
   * @param inputElements of all inputs of the run
   */
  public void begin(long constantBytes, long weights, long inputElements) {
    run++;
    live = constantBytes;
    total = 0;
    operations = 0;
    mostOperations = limits.operations(weights, inputElements);
    mostBytes = limits.totalBytes(weights, inputElements);
  }

  /**
   * A value that a run gives to its caller: its array is not used again.
   *
   * @return whether its array is one of this workspace
   */
  public boolean handOut(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null) {
      block.handedOut = true;
    }
    return block != null;
  }

  /** Ends a run, also one that failed: all its arrays are free, but for those handed out. */
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
              && freeBytes + block.bytes <= MOST_KEPT_BYTES;
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
   * Charges what this thread allocates to this workspace until it is closed.
   *
   * @throws IllegalStateException if the thread is in another one
   */
  public Workspace enter() {
    if (CURRENT.get() != null) {
      throw new IllegalStateException("this thread is in a workspace");
    }
    CURRENT.set(this);
    return this;
  }

  @Override
  public void close() {
    CURRENT.set(null); // removing would make the next run allocate
  }

  /** Zeros, or a refusal of what would be over a limit. */
  static float[] floats(int length) {
    Workspace workspace = CURRENT.get();
    float[] used = workspace == null ? null : workspace.used(float[].class, length, 4L * length);
    if (used != null) {
      Arrays.fill(used, 0);
      return used;
    }
    return charged(workspace, new float[length], length, 4L * length);
  }

  /** Zeros, or a refusal of what would be over a limit. */
  static double[] doubles(int length) {
    Workspace workspace = CURRENT.get();
    double[] used = workspace == null ? null : workspace.used(double[].class, length, 8L * length);
    if (used != null) {
      Arrays.fill(used, 0);
      return used;
    }
    return charged(workspace, new double[length], length, 8L * length);
  }

  /** Zeros, or a refusal of what would be over a limit. */
  static long[] longs(int length) {
    Workspace workspace = CURRENT.get();
    long[] used = workspace == null ? null : workspace.used(long[].class, length, 8L * length);
    if (used != null) {
      Arrays.fill(used, 0);
      return used;
    }
    return charged(workspace, new long[length], length, 8L * length);
  }

  /** Undefined values, or a refusal of what would be over a limit. */
  static int[] ints(int length) {
    Workspace workspace = CURRENT.get();
    int[] used = workspace == null ? null : workspace.used(int[].class, length, 4L * length);
    return used != null ? used : charged(workspace, new int[length], length, 4L * length);
  }

  /** An array that is free again; null where there is none, and one may be allocated. */
  private <A> A used(Class<A> type, int length, long arrayBytes) {
    long bytes = Math.max(LEAST_BYTES, arrayBytes);
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
      forgetFree();
    }
    return null;
  }

  private void take(Block block) {
    block.isFree = false;
    block.lastRun = run;
    unheld.add(block);
  }

  private static <A> A charged(Workspace workspace, A array, int length, long bytes) {
    if (workspace != null) {
      Block block = new Block(array, length, Math.max(LEAST_BYTES, bytes));
      workspace.byArray.put(array, block);
      workspace.blocks.add(block);
      workspace.take(block);
    }
    return array;
  }

  private void forgetFree() {
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
    if (bytes > mostBytes - total) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected at most %d bytes of values in a run, got %d and %d more"
                  + " (OnnxLimits.withTotalBytes sets the limit)",
              mostBytes,
              total,
              bytes));
    }
  }

  /**
   * Accounts for work before it is begun.
   *
   * @param count multiply-adds, or elements read or made
   * @throws OnnxException if a run would take more than it may
   */
  public void work(long count) {
    if (count > mostOperations - operations) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected at most %d operations for this model and these inputs, got %d and %d more"
                  + " (OnnxLimits.withOperations sets the limit)",
              mostOperations,
              operations,
              count));
    }
    operations += count;
  }

  /** Accounts for a walk over a tensor in the workspace that this thread is in, if any. */
  static void walk(long steps) {
    Workspace workspace = CURRENT.get();
    if (workspace != null) {
      workspace.work(steps);
    }
  }

  /**
   * Accounts for memory besides arrays of tensors, before it is taken.
   *
   * @throws OnnxException if a run would take more than it may
   */
  public void reserve(long bytes) {
    require(bytes);
    live += bytes;
    total += bytes;
  }

  /** Memory that was reserved and is no longer needed. */
  public void giveBack(long bytes) {
    live -= bytes;
  }

  /** A value of the graph: its array stays as long as one of those in it. */
  public void hold(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null) {
      block.holders++;
    }
  }

  /** A value that is not needed any more. */
  public void release(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null && --block.holders == 0) {
      drop(block);
    }
  }

  /** A value of a graph within a node, which that node may give further, or drop. */
  public void handOver(HostTensor value) {
    Block block = byArray.get(value.array());
    if (block != null && --block.holders == 0) {
      unheld.add(block);
    }
  }

  /**
   * What is allocated from here on belongs to a node; nodes within nodes nest.
   *
   * @return what {@link #endNode} takes
   */
  public int beginNode() {
    return unheld.size();
  }

  /** Whatever the node allocated and is not held by now is dropped. */
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

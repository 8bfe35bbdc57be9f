package dev.sluice.interop.onnx.tensor;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The memory and the work of one run of a model, kept within {@link OnnxLimits}. While it is
 * entered by a thread, every array that {@link HostTensor} makes there is charged to it before it
 * is allocated, so that no operator can forget to.
 */
public final class Workspace implements AutoCloseable {
  private static final ThreadLocal<Workspace> CURRENT = new ThreadLocal<>();

  /** What the smallest tensor costs the heap: loops over small ones end too. */
  private static final int LEAST_BYTES = 64;

  private final OnnxLimits limits;
  private final long mostOperations;
  private final Map<Object, Block> blocks = new IdentityHashMap<>();
  private final List<Block> unheld = new ArrayList<>();
  private long live;
  private long total;
  private long operations;

  /** An array, and how many values of the graph lie in it. */
  private static final class Block {
    private final Object array;
    private final long bytes;
    private int holders;

    Block(Object array, long bytes) {
      this.array = array;
      this.bytes = bytes;
    }
  }

  /**
   * @param constantBytes what the model's constants hold
   * @param weights how many elements they are
   * @param inputElements of all inputs of the run
   */
  public Workspace(OnnxLimits limits, long constantBytes, long weights, long inputElements) {
    this.limits = limits;
    this.live = constantBytes;
    this.mostOperations = limits.operations(weights, inputElements);
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
    CURRENT.remove();
  }

  /** Allocates, or refuses what would be over a limit. */
  static float[] floats(int length) {
    charge(4L * length);
    return charged(new float[length], 4L * length);
  }

  /** Allocates, or refuses what would be over a limit. */
  static double[] doubles(int length) {
    charge(8L * length);
    return charged(new double[length], 8L * length);
  }

  /** Allocates, or refuses what would be over a limit. */
  static long[] longs(int length) {
    charge(8L * length);
    return charged(new long[length], 8L * length);
  }

  /** Allocates, or refuses what would be over a limit. */
  static int[] ints(int length) {
    charge(4L * length);
    return charged(new int[length], 4L * length);
  }

  private static void charge(long bytes) {
    Workspace workspace = CURRENT.get();
    if (workspace != null) {
      workspace.require(Math.max(LEAST_BYTES, bytes));
    }
  }

  private static <A> A charged(A array, long bytes) {
    Workspace workspace = CURRENT.get();
    if (workspace != null) {
      workspace.add(array, Math.max(LEAST_BYTES, bytes));
    }
    return array;
  }

  private void require(long bytes) {
    if (bytes > limits.liveBytes() - live) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected constants and values of at most %d bytes at one time, got %d and %d more",
              limits.liveBytes(),
              live,
              bytes));
    }
    if (bytes > limits.totalBytes() - total) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected at most %d bytes of values in a run, got %d and %d more",
              limits.totalBytes(),
              total,
              bytes));
    }
  }

  private void add(Object array, long bytes) {
    Block block = new Block(array, bytes);
    blocks.put(array, block);
    unheld.add(block);
    live += bytes;
    total += bytes;
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
              "expected at most %d operations for this model and these inputs, got %d and %d more",
              mostOperations,
              operations,
              count));
    }
    operations += count;
  }

  /** A value of the graph: its array stays as long as one of those in it. */
  public void hold(HostTensor value) {
    Block block = blocks.get(value.array());
    if (block != null) {
      block.holders++;
    }
  }

  /** A value that is not needed any more. */
  public void release(HostTensor value) {
    Block block = blocks.get(value.array());
    if (block != null && --block.holders == 0) {
      drop(block);
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
    List<Block> ofNode = unheld.subList(mark, unheld.size());
    for (Block block : ofNode) {
      if (block.holders == 0) {
        drop(block);
      }
    }
    ofNode.clear();
  }

  /** A value of a graph within a node, which that node may give further, or drop. */
  public void handOver(HostTensor value) {
    Block block = blocks.get(value.array());
    if (block != null && --block.holders == 0) {
      unheld.add(block);
    }
  }

  private void drop(Block block) {
    if (blocks.remove(block.array) != null) {
      live -= block.bytes;
    }
  }
}

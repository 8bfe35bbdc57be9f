package dev.sluice.bench.engine;

import dev.sluice.bench.Reviews;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A task at one point of the grid, which every engine runs. It holds all that engines must share;
 * tensors follow from {@link dev.sluice.bench.SharedValues}.
 *
 * @param kind layers or training steps
 * @param passes the kinds of passes that are compared and timed
 * @param cell {@code rnn} (tanh), {@code lstm} or {@code gru}, in PyTorch's dialect
 * @param batch N
 * @param timesteps T
 * @param inputSize I
 * @param hiddenSize H
 * @param layers L
 * @param directions D, 1 or 2
 * @param lengths {@code [N]} in descending order, the longest is T; null if all rows are T long
 * @param tokens {@code [T * N]} of a training step, below {@link #VOCABULARY}; else null
 * @param labels {@code [N]}, 0 or 1, of a training step; else null
 */
public record BenchTask(
    Kind kind,
    List<TimedPass> passes,
    String cell,
    int batch,
    int timesteps,
    int inputSize,
    int hiddenSize,
    int layers,
    int directions,
    int[] lengths,
    int[] tokens,
    int[] labels) {

  /** Rows of the sentiment model's embedding. */
  public static final int VOCABULARY = 20_000;

  /** The kinds of tasks. */
  public enum Kind {
    /** Recurrent layers without other layers. */
    LAYER(TimedPass.FORWARD, TimedPass.GRADIENTS),
    /**
     * A training step: embedding, layers, last timestep, dense, cross entropy, backward pass,
     * clipping to norm 1, Adam.
     */
    STEP(TimedPass.STEP);

    private final List<TimedPass> passes;

    Kind(TimedPass... passes) {
      this.passes = List.of(passes);
    }
  }

  /** The sizes N, T, I, H, L, D. */
  public record Sizes(
      int batch, int timesteps, int inputSize, int hiddenSize, int layers, int directions) {

    /** One layer, forward. */
    public static Sizes of(int batch, int timesteps, int inputSize, int hiddenSize) {
      return new Sizes(batch, timesteps, inputSize, hiddenSize, 1, 1);
    }

    private int[] lengths(boolean reviews) {
      return reviews ? Reviews.lengths(batch, timesteps) : null;
    }
  }

  /**
   * A task of recurrent layers.
   *
   * @param reviews whether rows have the lengths of film reviews; otherwise all are T long
   */
  public static BenchTask layer(String cell, Sizes sizes, boolean reviews) {
    return of(Kind.LAYER, cell, sizes, sizes.lengths(reviews), null, null);
  }

  /**
   * Training steps of the sentiment model on random reviews; its embedding has I features.
   *
   * @param reviews whether rows have the lengths of film reviews; otherwise all are T long
   */
  public static BenchTask step(String cell, Sizes sizes, boolean reviews) {
    Random random = new Random(20);
    int[] tokens = Reviews.tokens(sizes.timesteps() * sizes.batch(), VOCABULARY, random);
    int[] labels = random.ints(sizes.batch(), 0, 2).toArray();
    return of(Kind.STEP, cell, sizes, sizes.lengths(reviews), tokens, labels);
  }

  private static BenchTask of(
      Kind kind, String cell, Sizes sizes, int[] lengths, int[] tokens, int[] labels) {
    return new BenchTask(
        kind,
        kind.passes,
        cell,
        sizes.batch(),
        sizes.timesteps(),
        sizes.inputSize(),
        sizes.hiddenSize(),
        sizes.layers(),
        sizes.directions(),
        lengths,
        tokens,
        labels);
  }

  /** The same task with other passes of its kind. */
  public BenchTask withPasses(List<TimedPass> passes) {
    return new BenchTask(
        kind,
        passes,
        cell,
        batch,
        timesteps,
        inputSize,
        hiddenSize,
        layers,
        directions,
        lengths,
        tokens,
        labels);
  }

  /** G. */
  public int gates() {
    return switch (cell) {
      case "rnn" -> 1;
      case "lstm" -> 4;
      default -> 3;
    };
  }

  /** T*N. */
  public long rows() {
    return (long) timesteps * batch;
  }

  /** Timesteps of all rows that are not padding. */
  public long liveRows() {
    return lengths == null ? rows() : Arrays.stream(lengths).asLongStream().sum();
  }

  /** The features that a layer reads. */
  public int width(int layer) {
    return layer == 0 ? inputSize : directions * hiddenSize;
  }

  /** Scalars of all weights and biases of the layers. */
  public long weights() {
    long sum = 0;
    for (int layer = 0; layer < layers; layer++) {
      sum += (long) directions * gates() * hiddenSize * (width(layer) + hiddenSize + 2);
    }
    return sum;
  }

  /** Floating-point operations of the layers' products in a pass, on live timesteps. */
  public double operations(TimedPass pass) {
    double sum = 0;
    for (int layer = 0; layer < layers; layer++) {
      sum += 2.0 * directions * gates() * hiddenSize * (width(layer) + hiddenSize);
    }
    return sum * liveRows() * pass.products();
  }

  /** The sizes as text, such as {@code 64,256,512,512,1,1}. */
  public String shape() {
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%d,%d",
        batch,
        timesteps,
        inputSize,
        hiddenSize,
        layers,
        directions);
  }

  /** The kind of lengths as text: {@code full} or {@code reviews}. */
  public String rowLengths() {
    return lengths == null ? "full" : "reviews";
  }

  /** A readable name, unique in a grid. */
  public String name() {
    return String.format(
        Locale.ROOT,
        "%s %s %s%s",
        cell,
        shape(),
        rowLengths(),
        kind == Kind.STEP ? ", training step" : "");
  }
}

package dev.sluice.bench.gpu;

import dev.sluice.bench.Reviews;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What every engine is asked to do at one point of the grid. What is the same for all lies in it or
 * follows from {@link dev.sluice.device.cuda.DeviceValues}.
 *
 * @param kind which of both
 * @param cell {@code rnn} (tanh), {@code lstm} or {@code gru}, in PyTorch's dialect
 * @param batch N
 * @param timesteps T
 * @param inputSize I
 * @param hiddenSize H
 * @param layers L
 * @param directions D, 1 or 2
 * @param lengths {@code [N]} from long to short, the longest T; null: all rows are T long
 * @param tokens {@code [T * N]} of a training step, below {@link #VOCABULARY}; else null
 * @param labels {@code [N]}, 0 or 1, of a training step; else null
 */
record Task(
    Kind kind,
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
  static final int VOCABULARY = 20_000;

  /** What is done. */
  enum Kind {
    /** Recurrent layers alone. */
    LAYER(Pass.FORWARD, Pass.GRADIENTS),
    /** Embedding, layers, last step, dense, cross entropy, back, clipping to norm 1, Adam. */
    STEP(Pass.STEP);

    private final List<Pass> passes;

    Kind(Pass... passes) {
      this.passes = List.of(passes);
    }

    /** What is timed of it. */
    List<Pass> passes() {
      return passes;
    }
  }

  /** N, T, I, H, L, D. */
  record Sizes(
      int batch, int timesteps, int inputSize, int hiddenSize, int layers, int directions) {

    /** One layer, forward. */
    static Sizes of(int batch, int timesteps, int inputSize, int hiddenSize) {
      return new Sizes(batch, timesteps, inputSize, hiddenSize, 1, 1);
    }

    private int[] lengths(boolean reviews) {
      return reviews ? Reviews.lengths(batch, timesteps) : null;
    }
  }

  /**
   * Recurrent layers.
   *
   * @param reviews whether rows are as long as film reviews, or all T
   */
  static Task layer(String cell, Sizes sizes, boolean reviews) {
    return of(Kind.LAYER, cell, sizes, sizes.lengths(reviews), null, null);
  }

  /** Training steps of the sentiment model, whose embedding is I wide, on made-up reviews. */
  static Task step(String cell, Sizes sizes) {
    Random random = new Random(20);
    int[] tokens = Reviews.tokens(sizes.timesteps() * sizes.batch(), VOCABULARY, random);
    int[] labels = random.ints(sizes.batch(), 0, 2).toArray();
    return of(Kind.STEP, cell, sizes, sizes.lengths(true), tokens, labels);
  }

  private static Task of(
      Kind kind, String cell, Sizes sizes, int[] lengths, int[] tokens, int[] labels) {
    return new Task(
        kind,
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

  /** G. */
  int gates() {
    return switch (cell) {
      case "rnn" -> 1;
      case "lstm" -> 4;
      default -> 3;
    };
  }

  /** T*N. */
  long rows() {
    return (long) timesteps * batch;
  }

  /** Timesteps of all rows that are not padding. */
  long liveRows() {
    return lengths == null ? rows() : Arrays.stream(lengths).asLongStream().sum();
  }

  /** The features that a layer reads. */
  int width(int layer) {
    return layer == 0 ? inputSize : directions * hiddenSize;
  }

  /** Scalars of all weights and biases of the layers. */
  long weights() {
    long sum = 0;
    for (int layer = 0; layer < layers; layer++) {
      sum += (long) directions * gates() * hiddenSize * (width(layer) + hiddenSize + 2);
    }
    return sum;
  }

  /** Floating-point operations of the layers' products in a pass, on live timesteps. */
  double operations(Pass pass) {
    double sum = 0;
    for (int layer = 0; layer < layers; layer++) {
      sum += 2.0 * directions * gates() * hiddenSize * (width(layer) + hiddenSize);
    }
    return sum * liveRows() * pass.products();
  }

  /** For people: {@code 64,256,512,512,1,1}. */
  String shape() {
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

  /** For people: {@code full} or {@code reviews}. */
  String rowLengths() {
    return lengths == null ? "full" : "reviews";
  }

  /** For people, and unlike that of any other of a grid. */
  String name() {
    return String.format(
        Locale.ROOT,
        "%s %s %s%s",
        cell,
        shape(),
        rowLengths(),
        kind == Kind.STEP ? ", training step" : "");
  }
}

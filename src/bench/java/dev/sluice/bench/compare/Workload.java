package dev.sluice.bench.compare;

import java.util.Arrays;
import java.util.Locale;

/**
 * A workload that every engine runs: the forward and backward pass of one layer with all its
 * gradients, or a training step of the sentiment model with that layer. It holds all that engines
 * must share; tensors follow from {@link dev.sluice.bench.SharedValues}.
 *
 * @param kind a layer or a training step
 * @param cell {@code rnn} (tanh), {@code lstm} or {@code gru}, in PyTorch's dialect
 * @param batch N
 * @param timesteps T
 * @param inputSize I
 * @param hiddenSize H
 * @param lengths {@code [N]} in descending order, the longest is T; null if all rows are T long
 * @param tokens {@code [T * N]}, below {@link #VOCABULARY}, of a training step; else null
 * @param labels {@code [N]}, 0 or 1, of a training step; else null
 */
public record Workload(
    Kind kind,
    String cell,
    int batch,
    int timesteps,
    int inputSize,
    int hiddenSize,
    int[] lengths,
    int[] tokens,
    int[] labels) {

  /** Rows of the sentiment model's embedding. */
  public static final int VOCABULARY = 20_000;

  /** The kinds of workloads. */
  public enum Kind {
    /** One layer, forward and backward. */
    LAYER,
    /**
     * A training step: embedding, layer, last timestep, dense, cross entropy, backward pass,
     * clipping to norm 1, Adam.
     */
    SENTIMENT
  }

  /** Timesteps of all rows that are not padding. */
  public long liveSteps() {
    return lengths == null ? (long) batch * timesteps : Arrays.stream(lengths).sum();
  }

  /** G, the candidate counted as one. */
  public int gates() {
    return switch (cell) {
      case "rnn" -> 1;
      case "lstm" -> 4;
      default -> 3;
    };
  }

  /** Floating-point operations of the layer's products, forward and backward, without padding. */
  public double operations() {
    return 6.0 * liveSteps() * gates() * hiddenSize * (inputSize + hiddenSize);
  }

  /** A readable name: the shape, whether it is a training step, and whether lengths vary. */
  public String shape() {
    return String.format(
        Locale.ROOT,
        "%s%d,%d,%d,%d%s",
        kind == Kind.SENTIMENT ? "step " : "",
        batch,
        timesteps,
        inputSize,
        hiddenSize,
        lengths == null ? "" : " lengths");
  }
}

package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import dev.sluice.record.RecordCopy;
import java.util.List;
import java.util.Locale;

/**
 * The settings that every training of the experiment shares. The optimizer is Adam.
 *
 * @param lags the lags to choose from, at least one, in rising order, each at least {@value
 *     #SHORTEST_LAG}
 * @param steps the budget of a training, in optimizer steps, at least 1
 * @param hiddenSize H of every cell, at least 1
 * @param batchSize sequences per step, at least 1
 * @param learningRate of Adam, above 0
 * @param gradientNorm the bound of the global norm of the gradients, above 0
 * @param checkInterval number of steps between two measurements on the held-out sequences, at least
 *     1
 * @param heldOut number of held-out sequences, at least 1
 * @param seed seed of the initial weights and of all sequences
 */
public record MemorySettings(
    List<Integer> lags,
    int steps,
    int hiddenSize,
    int batchSize,
    double learningRate,
    double gradientNorm,
    int checkInterval,
    int heldOut,
    long seed) {

  /** The shortest lag that all tasks have. */
  public static final int SHORTEST_LAG = 10;

  /** The longest lag of the grid. */
  public static final int LONGEST_LAG = 1000;

  private static final List<Integer> GRID =
      List.of(10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300, 400, 500, 700, LONGEST_LAG);

  /** Checks the values. */
  public MemorySettings {
    lags = Require.copyOf("lags", lags);
    if (lags.isEmpty()) {
      throw new IllegalArgumentException("lags: expected at least one, got none");
    }
    for (int i = 0; i < lags.size(); i++) {
      Require.atLeast("lags[" + i + "]", i == 0 ? SHORTEST_LAG : lags.get(i - 1) + 1, lags.get(i));
    }
    Require.atLeast("steps", 1, steps);
    Require.atLeast("hiddenSize", 1, hiddenSize);
    Require.atLeast("batchSize", 1, batchSize);
    Require.positive("learningRate", learningRate);
    Require.positive("gradientNorm", gradientNorm);
    Require.atLeast("checkInterval", 1, checkInterval);
    Require.atLeast("heldOut", 1, heldOut);
  }

  /** Lags to 500 and 3,000 steps: some minutes on two cores. */
  public static MemorySettings defaults() {
    return new MemorySettings(gridTo(500), 3000, 32, 32, 5e-3, 1, 50, 256, 1);
  }

  /** Lags to {@value #LONGEST_LAG} and 10,000 steps. */
  public static MemorySettings full() {
    return defaults().withMaxLag(LONGEST_LAG).withSteps(10_000);
  }

  /**
   * The lags of the fixed grid up to the longest.
   *
   * @param maxLag {@value #SHORTEST_LAG} to {@value #LONGEST_LAG}
   */
  public static List<Integer> gridTo(int maxLag) {
    Require.between("maxLag", SHORTEST_LAG, LONGEST_LAG, maxLag);
    return GRID.stream().filter(lag -> lag <= maxLag).toList();
  }

  /** A copy with the lags of the grid up to this one, see {@link #gridTo}. */
  public MemorySettings withMaxLag(int maxLag) {
    return withLags(gridTo(maxLag));
  }

  /** A copy with these lags. */
  public MemorySettings withLags(List<Integer> lags) {
    return RecordCopy.with(this, "lags", lags);
  }

  /** A copy with another budget. */
  public MemorySettings withSteps(int steps) {
    return RecordCopy.with(this, "steps", steps);
  }

  /** A copy with another hidden size. */
  public MemorySettings withHiddenSize(int hiddenSize) {
    return RecordCopy.with(this, "hiddenSize", hiddenSize);
  }

  /** A copy with another seed. */
  public MemorySettings withSeed(long seed) {
    return RecordCopy.with(this, "seed", seed);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "hidden size %d, %,d steps of %d sequences, Adam %s, gradient norm at most %s, seed %d",
        hiddenSize,
        steps,
        batchSize,
        learningRate,
        gradientNorm,
        seed);
  }
}

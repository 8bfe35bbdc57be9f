package dev.sluice.data.synthetic;

import dev.sluice.argument.Require;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import dev.sluice.data.StableRandom;
import java.util.Arrays;

/**
 * The temporal order problem of S. Hochreiter and J. Schmidhuber, <em>Long Short-Term Memory</em>,
 * 1997, experiment 6a, with its positions in proportion to the lag L. The paper has L = 100.
 *
 * <p>A sequence starts with the symbol E and ends with B. In between are distractors, each uniform
 * among a, b, c, d, and at two positions a symbol that is X or Y with equal probability. The length
 * is uniform from L to {@code L + L/10}; the first of the two positions is uniform from {@code
 * L/10} to {@code 2L/10}, the second from {@code 5L/10} to {@code 6L/10} (E is at 0; divisions
 * round down). The class is the order of the two: X,X is 0, X,Y is 1, Y,X is 2, Y,Y is 3.
 *
 * <p>Inputs are one-hot with the features E, B, a, b, c, d, X, Y. The baseline guesses one of four
 * classes; its cross-entropy is ln 4 = 1.3863.
 *
 * @param lag L, the shortest length of a sequence, at least 10 and below 2^28
 */
public record TemporalOrder(int lag) implements MemoryTask {
  private static final int START = 0;
  private static final int END = 1;
  private static final int FIRST_DISTRACTOR = 2;
  private static final int DISTRACTORS = 4;
  private static final int X = 6;
  private static final int SYMBOLS = 8;
  private static final int CLASSES = 4;

  /** Checks the lag. */
  public TemporalOrder {
    Require.between("temporal order lag", 10, (1 << 28) - 1, lag);
  }

  /** The task with sequences of at least this length. */
  public static TemporalOrder ofLag(int lag) {
    return new TemporalOrder(lag);
  }

  /** 8: one for each symbol. */
  @Override
  public int features() {
    return SYMBOLS;
  }

  /** 4: one for each class. */
  @Override
  public int outputs() {
    return CLASSES;
  }

  @Override
  public boolean perStep() {
    return false;
  }

  @Override
  public boolean classes() {
    return true;
  }

  /** ln 4, the cross-entropy of guessing. */
  @Override
  public double baselineLoss() {
    return Math.log(CLASSES);
  }

  /** A batch with targets {@link SequenceTargets.ClassIds} {@code [N]}; the lengths differ. */
  @Override
  public SequenceBatch batch(int examples, long seed, long index) {
    Require.atLeast("examples", 1, examples);
    StableRandom random = StableRandom.of(seed, index);
    int[] lengths = new int[examples];
    for (int n = 0; n < examples; n++) {
      lengths[n] = lag + random.nextInt(lag / 10 + 1);
    }
    int timesteps = Arrays.stream(lengths).max().getAsInt();
    int[] symbols = new int[Math.multiplyExact(timesteps, examples)];
    Arrays.fill(symbols, OneHot.NONE);
    int[] classes = new int[examples];
    for (int n = 0; n < examples; n++) {
      classes[n] = fill(symbols, n, examples, lengths[n], random);
    }
    return new SequenceBatch(
        timesteps,
        examples,
        SYMBOLS,
        OneHot.of(symbols, SYMBOLS),
        lengths,
        new SequenceTargets.ClassIds(classes));
  }

  /**
   * Fills row n with a sequence.
   *
   * @param symbols {@code [T, N]}
   * @return the class of the sequence
   */
  private int fill(int[] symbols, int n, int examples, int length, StableRandom random) {
    for (int t = 1; t < length - 1; t++) {
      symbols[t * examples + n] = FIRST_DISTRACTOR + random.nextInt(DISTRACTORS);
    }
    symbols[n] = START;
    symbols[(length - 1) * examples + n] = END;
    int first = random.nextInt(2);
    int second = random.nextInt(2);
    symbols[position(1, random) * examples + n] = X + first;
    symbols[position(5, random) * examples + n] = X + second;
    return 2 * first + second;
  }

  /** A uniform position from {@code from} tenths of the lag to one tenth more. */
  private int position(int from, StableRandom random) {
    int lowest = from * lag / 10;
    int highest = (from + 1) * lag / 10;
    return lowest + random.nextInt(highest - lowest + 1);
  }
}

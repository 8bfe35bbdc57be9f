package dev.sluice.data.synthetic;

import dev.sluice.argument.Require;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import dev.sluice.data.StableRandom;
import java.util.Arrays;

/**
 * The copying memory problem of S. Hochreiter and J. Schmidhuber, <em>Long Short-Term Memory</em>,
 * 1997, as M. Arjovsky, A. Shah and Y. Bengio, <em>Unitary Evolution Recurrent Neural
 * Networks</em>, 2016, have standardized it.
 *
 * <p>With K = length and S = symbols, a sequence has {@code T = lag + 2 K} timesteps: K symbols,
 * each uniform among S; {@code lag - 1} blanks; a delimiter; K blanks. The inputs are one-hot:
 * symbol s is feature s, the blank is feature S, the delimiter is feature S + 1. The target of each
 * of the first {@code lag + K} timesteps is the blank, class S. The targets of the last K timesteps
 * are the K symbols, in their order. So each symbol is due {@code lag + K} timesteps after it was
 * shown.
 *
 * <p>The baseline knows when to answer and guesses the symbols; its cross-entropy, the mean over
 * all timesteps, is {@code K ln(S) / (lag + 2 K)}.
 *
 * @param lag the delay from the last symbol to the delimiter, at least 1
 * @param symbols S, at least 2
 * @param length K, the number of symbols to remember, at least 1
 */
public record CopyMemory(int lag, int symbols, int length) implements MemoryTask {

  /** Checks the sizes. */
  public CopyMemory {
    Require.atLeast("copy memory lag", 1, lag);
    Require.atLeast("copy memory symbols", 2, symbols);
    Require.atLeast("copy memory length", 1, length);
  }

  /** The standard task with this lag: 10 symbols out of 8. */
  public static CopyMemory ofLag(int lag) {
    return new CopyMemory(lag, 8, 10);
  }

  /** T, the length of every sequence. */
  public int timesteps() {
    return Math.addExact(lag, Math.multiplyExact(2, length));
  }

  /** {@code S + 2}: the symbols, the blank and the delimiter. */
  @Override
  public int features() {
    return Math.addExact(symbols, 2);
  }

  /** {@code S + 1}: the symbols and the blank. */
  @Override
  public int outputs() {
    return Math.addExact(symbols, 1);
  }

  @Override
  public boolean perStep() {
    return true;
  }

  @Override
  public boolean classes() {
    return true;
  }

  /** {@code K ln(S) / (lag + 2 K)}, the cross-entropy of guessing the symbols. */
  @Override
  public double baselineLoss() {
    return length * Math.log(symbols) / timesteps();
  }

  /** A batch with targets {@link SequenceTargets.StepClassIds} {@code [T, N]}. */
  @Override
  public SequenceBatch batch(int examples, long seed, long index) {
    Require.atLeast("examples", 1, examples);
    StableRandom random = StableRandom.of(seed, index);
    int timesteps = timesteps();
    int rows = Math.multiplyExact(timesteps, examples);
    int[] symbolIds = new int[rows];
    int[] targets = new int[rows];
    Arrays.fill(symbolIds, symbols);
    Arrays.fill(targets, symbols);
    for (int n = 0; n < examples; n++) {
      for (int k = 0; k < length; k++) {
        int symbol = random.nextInt(symbols);
        symbolIds[k * examples + n] = symbol;
        targets[(lag + length + k) * examples + n] = symbol;
      }
      symbolIds[(lag + length - 1) * examples + n] = symbols + 1;
    }
    int[] lengths = new int[examples];
    Arrays.fill(lengths, timesteps);
    return new SequenceBatch(
        timesteps,
        examples,
        features(),
        OneHot.of(symbolIds, features()),
        lengths,
        new SequenceTargets.StepClassIds(targets));
  }
}

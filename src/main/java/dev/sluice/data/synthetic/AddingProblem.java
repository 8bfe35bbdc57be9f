package dev.sluice.data.synthetic;

import dev.sluice.argument.Require;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import dev.sluice.data.StableRandom;
import java.util.Arrays;

/**
 * The adding problem of S. Hochreiter and J. Schmidhuber, <em>Long Short-Term Memory</em>, 1997, as
 * M. Arjovsky, A. Shah and Y. Bengio, <em>Unitary Evolution Recurrent Neural Networks</em>, 2016,
 * have standardized it.
 *
 * <p>Each timestep has two features: a number, uniform from 0 to 1, and a marker, which is 1 at two
 * timesteps and 0 at all others. One marked timestep is uniform in the first half of the sequence,
 * {@code 0 .. T/2 - 1}, the other in the second half. The target is the sum of the two marked
 * numbers.
 *
 * <p>The baseline always answers 1, the mean of the sum; its mean squared error is the variance of
 * the sum, 1/6 = 0.1667.
 *
 * @param lag T, the length of every sequence, at least 2
 */
public record AddingProblem(int lag) implements MemoryTask {

  /** Checks the lag. */
  public AddingProblem {
    Require.atLeast("adding problem lag", 2, lag);
  }

  /** The task with sequences of this length. */
  public static AddingProblem ofLag(int lag) {
    return new AddingProblem(lag);
  }

  /** 2: the number and the marker. */
  @Override
  public int features() {
    return 2;
  }

  /** 1: the sum. */
  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public boolean perStep() {
    return false;
  }

  @Override
  public boolean classes() {
    return false;
  }

  /** 1/6, the mean squared error of the constant 1. */
  @Override
  public double baselineLoss() {
    return 1.0 / 6;
  }

  /** A batch with targets {@link SequenceTargets.Values} {@code [N, 1]}. */
  @Override
  public SequenceBatch batch(int examples, long seed, long index) {
    Require.atLeast("examples", 1, examples);
    StableRandom random = StableRandom.of(seed, index);
    float[] inputs = new float[Math.multiplyExact(Math.multiplyExact(lag, examples), features())];
    for (int row = 0; row < lag * examples; row++) {
      inputs[2 * row] = random.nextFloat();
    }
    float[] sums = new float[examples];
    int half = lag / 2;
    for (int n = 0; n < examples; n++) {
      int first = random.nextInt(half) * examples + n;
      int second = (half + random.nextInt(lag - half)) * examples + n;
      inputs[2 * first + 1] = 1;
      inputs[2 * second + 1] = 1;
      sums[n] = inputs[2 * first] + inputs[2 * second];
    }
    int[] lengths = new int[examples];
    Arrays.fill(lengths, lag);
    return new SequenceBatch(
        lag, examples, features(), inputs, lengths, new SequenceTargets.Values(sums, 1));
  }
}

package dev.sluice.data.synthetic;

import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;

/**
 * A synthetic task that can only be solved by remembering inputs over many timesteps. A task
 * generates batches without end; batches of one seed with different indexes are independent.
 *
 * <pre>{@code
 * MemoryTask task = AddingProblem.ofLag(100);
 * SequenceBatch training = task.batch(32, seed, 0);    // the next ones: 1, 2, ...
 * SequenceBatch heldOut = task.batch(256, seed, -1);   // never one of 0, 1, 2, ...
 * }</pre>
 *
 * <p>A model takes {@link #features} numbers per timestep. It gives {@link #outputs} numbers per
 * timestep if the task is {@link #perStep}, and else {@code outputs} numbers per sequence. The loss
 * is the cross-entropy of softmax in nats if the targets are {@link #classes}, and else the mean
 * squared error.
 */
public sealed interface MemoryTask permits AddingProblem, CopyMemory, TemporalOrder {

  /** The share of the baseline's loss at which a task counts as solved. */
  double SOLVED_SHARE = 0.1;

  /**
   * The number that makes the task harder, in timesteps. Each task says which distance it is; the
   * lags of different tasks do not compare.
   */
  int lag();

  /** F, the number of features per timestep. */
  int features();

  /** The number of outputs that a model of the task has. */
  int outputs();

  /** Whether there is a target for every timestep, or else one for each sequence. */
  boolean perStep();

  /** Whether the targets are class ids, or else numbers. */
  boolean classes();

  /**
   * The expected loss of the best guess that remembers nothing. A model that has not learned the
   * task stays near it.
   */
  double baselineLoss();

  /**
   * The loss on held-out sequences at which the task counts as solved: {@link #SOLVED_SHARE} of the
   * baseline's.
   */
  default double solvedLoss() {
    return SOLVED_SHARE * baselineLoss();
  }

  /**
   * Generates a batch.
   *
   * @param examples N, at least 1
   * @param seed any number
   * @param index number of the batch among those of the seed; may be negative
   * @return inputs {@code [T, N, F]}; the targets are {@link SequenceTargets.Values}, {@link
   *     SequenceTargets.ClassIds} or {@link SequenceTargets.StepClassIds}, as the task says
   */
  SequenceBatch batch(int examples, long seed, long index);
}

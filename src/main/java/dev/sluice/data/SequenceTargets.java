package dev.sluice.data;

/**
 * The targets of a batch of N numeric sequences of at most T steps. The arrays are not copied; do
 * not write to them.
 */
public sealed interface SequenceTargets {
  /** Marks a step that has no label; also used for padding. */
  int IGNORED = -1;

  /**
   * One class for each sequence.
   *
   * @param ids {@code [N]}, each 0 or more
   */
  record ClassIds(int[] ids) implements SequenceTargets {}

  /**
   * One class for each step.
   *
   * @param ids {@code [T, N]}: the class of step t of sequence n is at {@code t * N + n}; 0 or
   *     more, or {@link #IGNORED}
   */
  record StepClassIds(int[] ids) implements SequenceTargets {}

  /**
   * K numbers for each sequence.
   *
   * @param values {@code [N, K]}; all K are NaN where a sequence has no target
   * @param size K, at least 1
   */
  record Values(float[] values, int size) implements SequenceTargets {}

  /**
   * K numbers for each step.
   *
   * @param values {@code [T, N, K]}; all K are NaN where a step has no target. Padding is zero and
   *     must be masked
   * @param size K, at least 1
   */
  record StepValues(float[] values, int size) implements SequenceTargets {}
}

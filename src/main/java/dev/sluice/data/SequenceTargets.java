package dev.sluice.data;

/**
 * What a batch of N numeric sequences of at most T steps should come out as. The arrays belong to
 * the batch and are not copied: read them, do not write.
 */
public sealed interface SequenceTargets {
  /** Marks a step that has no label, and every step beyond a sequence's length. */
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
   * @param ids {@code [T, N]}: that of step t of sequence n at {@code t * N + n}; 0 or more, or
   *     {@link #IGNORED}
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
   * @param values {@code [T, N, K]}; all K are NaN where a step has no target, and zero beyond a
   *     sequence's length, where they are not to be compared
   * @param size K, at least 1
   */
  record StepValues(float[] values, int size) implements SequenceTargets {}
}

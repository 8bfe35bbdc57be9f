package dev.sluice.data;

import java.util.Arrays;

/**
 * Some neighbouring rows of a time-major batch, cut to the longest of them.
 *
 * @param batchSize N of the whole batch
 * @param from first row
 * @param to beyond the last row
 * @param timesteps of the longest of these rows
 */
record SequenceSlice(int batchSize, int from, int to, int timesteps) {

  SequenceTargets of(SequenceTargets targets) {
    if (targets instanceof SequenceTargets.ClassIds classes) {
      return new SequenceTargets.ClassIds(Arrays.copyOfRange(classes.ids(), from, to));
    } else if (targets instanceof SequenceTargets.StepClassIds classes) {
      return new SequenceTargets.StepClassIds(steps(classes.ids()));
    } else if (targets instanceof SequenceTargets.Values values) {
      int k = values.size();
      return new SequenceTargets.Values(Arrays.copyOfRange(values.values(), from * k, to * k), k);
    } else if (targets instanceof SequenceTargets.StepValues values) {
      return new SequenceTargets.StepValues(steps(values.values(), values.size()), values.size());
    }
    throw new IllegalArgumentException("targets: expected known ones, got " + targets);
  }

  /** {@code [T, N]}. */
  private int[] steps(int[] whole) {
    int rows = to - from;
    int[] part = new int[timesteps * rows];
    for (int t = 0; t < timesteps; t++) {
      System.arraycopy(whole, t * batchSize + from, part, t * rows, rows);
    }
    return part;
  }

  /** {@code [T, N, width]}. */
  float[] steps(float[] whole, int width) {
    int rows = (to - from) * width;
    float[] part = new float[timesteps * rows];
    for (int t = 0; t < timesteps; t++) {
      System.arraycopy(whole, (t * batchSize + from) * width, part, t * rows, rows);
    }
    return part;
  }
}

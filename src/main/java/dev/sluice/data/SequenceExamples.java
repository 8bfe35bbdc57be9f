package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The sequences of several batches as one list of examples, from which new batches are formed. The
 * examples are numbered from 0 in the order of the batches. The arrays of the batches are not
 * copied. Immutable, as long as nothing writes to them.
 */
public final class SequenceExamples {
  private final List<SequenceBatch> batches;

  /** The index of the batch of each example. */
  private final int[] batchOf;

  /** The row of each example within its batch. */
  private final int[] rowOf;

  private final int[] lengths;

  private SequenceExamples(List<SequenceBatch> batches) {
    this.batches = Require.copyOf("batches", batches);
    int size = batches.stream().mapToInt(SequenceBatch::batchSize).reduce(0, Math::addExact);
    this.batchOf = new int[size];
    this.rowOf = new int[size];
    this.lengths = new int[size];
    int example = 0;
    for (int b = 0; b < batches.size(); b++) {
      for (int row = 0; row < batches.get(b).batchSize(); row++) {
        batchOf[example] = b;
        rowOf[example] = row;
        lengths[example++] = batches.get(b).lengths()[row];
      }
    }
  }

  /**
   * Collects the examples of these batches.
   *
   * @param batches at least one, all with the same number of features and with targets of the same
   *     kind and size; their arrays are not copied
   * @throws IllegalArgumentException naming the first batch that differs
   */
  public static SequenceExamples of(List<SequenceBatch> batches) {
    Require.presentElements("batches", batches);
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("batches: expected at least one, got none");
    }
    String first = kind(batches.get(0));
    for (int b = 1; b < batches.size(); b++) {
      if (!kind(batches.get(b)).equals(first)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "batches[%d]: expected %s, as in the first batch, got %s",
                b,
                first,
                kind(batches.get(b))));
      }
    }
    return new SequenceExamples(batches);
  }

  private static String kind(SequenceBatch batch) {
    SequenceTargets targets = batch.targets();
    int size = 1;
    if (targets instanceof SequenceTargets.Values values) {
      size = values.size();
    } else if (targets instanceof SequenceTargets.StepValues values) {
      size = values.size();
    }
    return String.format(
        Locale.ROOT,
        "%d features and %s of size %d",
        batch.features(),
        targets.getClass().getSimpleName(),
        size);
  }

  /** The number of examples. */
  public int size() {
    return lengths.length;
  }

  /** The length of each example; a new array. */
  public int[] lengths() {
    return lengths.clone();
  }

  /**
   * The examples with these indices as one batch, in this order, padded to the longest of them.
   *
   * @param examples at least one, each from 0 to {@code size() - 1}
   */
  public SequenceBatch batch(int... examples) {
    if (examples.length == 0) {
      throw new IllegalArgumentException("examples: expected at least one, got none");
    }
    int[] chosen = Arrays.stream(examples).map(example -> lengths[example]).toArray();
    int timesteps = Arrays.stream(chosen).max().getAsInt();
    int features = batches.get(0).features();
    float[] inputs = new float[elements(timesteps, examples.length, features)];
    for (int n = 0; n < examples.length; n++) {
      copySteps(source(examples[n]).inputs(), features, examples[n], inputs, n, examples.length);
    }
    return new SequenceBatch(
        timesteps, examples.length, features, inputs, chosen, targets(examples, timesteps));
  }

  private SequenceTargets targets(int[] examples, int timesteps) {
    int count = examples.length;
    SequenceTargets like = batches.get(0).targets();
    if (like instanceof SequenceTargets.ClassIds) {
      int[] ids = new int[count];
      for (int n = 0; n < count; n++) {
        ids[n] = ((SequenceTargets.ClassIds) target(examples[n])).ids()[rowOf[examples[n]]];
      }
      return new SequenceTargets.ClassIds(ids);
    } else if (like instanceof SequenceTargets.StepClassIds) {
      int[] ids = new int[elements(timesteps, count, 1)];
      Arrays.fill(ids, SequenceTargets.IGNORED);
      for (int n = 0; n < count; n++) {
        int[] from = ((SequenceTargets.StepClassIds) target(examples[n])).ids();
        for (int t = 0; t < lengths[examples[n]]; t++) {
          ids[t * count + n] = from[place(examples[n], t)];
        }
      }
      return new SequenceTargets.StepClassIds(ids);
    } else if (like instanceof SequenceTargets.Values first) {
      float[] values = new float[elements(1, count, first.size())];
      for (int n = 0; n < count; n++) {
        float[] from = ((SequenceTargets.Values) target(examples[n])).values();
        int at = rowOf[examples[n]] * first.size();
        System.arraycopy(from, at, values, n * first.size(), first.size());
      }
      return new SequenceTargets.Values(values, first.size());
    } else if (like instanceof SequenceTargets.StepValues first) {
      float[] values = new float[elements(timesteps, count, first.size())];
      for (int n = 0; n < count; n++) {
        float[] from = ((SequenceTargets.StepValues) target(examples[n])).values();
        copySteps(from, first.size(), examples[n], values, n, count);
      }
      return new SequenceTargets.StepValues(values, first.size());
    }
    throw new IllegalArgumentException("targets: expected a known kind, got " + like);
  }

  /** Copies the steps of an example, {@code width} numbers each, to row n of a batch. */
  private void copySteps(float[] from, int width, int example, float[] to, int n, int count) {
    for (int t = 0; t < lengths[example]; t++) {
      System.arraycopy(from, place(example, t) * width, to, (t * count + n) * width, width);
    }
  }

  /** The index of a step of an example in {@code [T, N]} of its batch. */
  private int place(int example, int t) {
    return t * source(example).batchSize() + rowOf[example];
  }

  private SequenceBatch source(int example) {
    return batches.get(batchOf[example]);
  }

  private SequenceTargets target(int example) {
    return source(example).targets();
  }

  private static int elements(int timesteps, int count, int width) {
    return Math.multiplyExact(Math.multiplyExact(timesteps, count), width);
  }
}

package dev.sluice.train.batch;

import dev.sluice.argument.Require;
import dev.sluice.data.DataHash;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceExamples;
import dev.sluice.data.SequenceTargets;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.loss.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads batches of numeric sequences {@code FLOAT32 [T, N, F]} with their lengths and targets. */
public final class SequenceLoader implements BatchLoader {
  private final int count;
  private final Order order;
  private final String fingerprint;
  private final boolean consecutive;

  /** Returns the batch at a position of an epoch. */
  private interface Order {
    SequenceBatch batch(int epoch, int index);
  }

  private SequenceLoader(int count, Order order, String fingerprint, boolean consecutive) {
    this.count = count;
    this.order = order;
    this.fingerprint = fingerprint;
    this.consecutive = consecutive;
  }

  /**
   * For training: all sequences of the given batches, in new batches each epoch. The new batches
   * are as large as the largest given one; see {@link #shuffled(SequenceBatch, int, long)}.
   *
   * @param batches at least one, all with the same number of features and with targets of the same
   *     kind and size
   */
  public static SequenceLoader shuffled(List<SequenceBatch> batches, long seed) {
    Require.present("batches", batches);
    SequenceExamples examples = SequenceExamples.of(batches);
    int batchSize = batches.stream().mapToInt(SequenceBatch::batchSize).max().getAsInt();
    return shuffled(examples, DataHash.of(batches), batchSize, seed);
  }

  /**
   * For training: the sequences in a new order each epoch. Sequences of similar length are in one
   * batch, so that there is little padding; see {@link dev.sluice.data.BatchSampler}.
   *
   * @param sequences all sequences; not copied
   * @param batchSize sequences per batch, at least 1; one batch of each epoch may have fewer
   */
  public static SequenceLoader shuffled(SequenceBatch sequences, int batchSize, long seed) {
    Require.present("sequences", sequences);
    List<SequenceBatch> all = List.of(sequences);
    return shuffled(SequenceExamples.of(all), DataHash.of(all), batchSize, seed);
  }

  private static SequenceLoader shuffled(
      SequenceExamples examples, String hash, int batchSize, long seed) {
    CachedBatchSampler order = CachedBatchSampler.bucketed(examples.lengths(), batchSize, seed);
    return new SequenceLoader(
        order.batches(),
        (epoch, index) -> examples.batch(order.examples(epoch, index)),
        String.format(
            Locale.ROOT, "data %s, batches of %d bucketed by seed %d", hash, batchSize, seed),
        false);
  }

  /**
   * For evaluation: the given batches in the given order.
   *
   * @param batches at least one
   */
  public static SequenceLoader inOrder(List<SequenceBatch> batches) {
    Require.present("batches", batches);
    return inOrder(batches, false);
  }

  /**
   * For training and validating a {@link dev.sluice.model.StatefulModel}: the given batches in the
   * given order. They are consecutive windows of the same N sequences: row n of each window
   * continues row n of the window before.
   *
   * @param windows at least one, all with the same number of rows N
   * @throws IllegalArgumentException naming the first window with another number of rows
   */
  public static SequenceLoader consecutive(List<SequenceBatch> windows) {
    Require.present("windows", windows);
    for (int w = 1; w < windows.size(); w++) {
      int rows = windows.get(w).batchSize();
      if (rows != windows.get(0).batchSize()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "windows[%d]: expected %d rows, as in the first window, got %d",
                w,
                windows.get(0).batchSize(),
                rows));
      }
    }
    return inOrder(windows, true);
  }

  /** Consecutive windows have the same fingerprint as batches in order, since they train alike. */
  private static SequenceLoader inOrder(List<SequenceBatch> batches, boolean consecutive) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("batches: expected at least one, got none");
    }
    List<SequenceBatch> copied = List.copyOf(batches);
    String fingerprint =
        String.format(
            Locale.ROOT, "data %s, %d batches in order", DataHash.of(copied), copied.size());
    return new SequenceLoader(
        copied.size(), (epoch, index) -> copied.get(index), fingerprint, consecutive);
  }

  @Override
  public int batches(int epoch) {
    return count;
  }

  @Override
  public Batch load(int epoch, int index, Scope scope) {
    return place(order.batch(epoch, index), scope);
  }

  @Override
  public boolean consecutiveWindows() {
    return consecutive;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Copies one batch to the scope's device. */
  public static Batch place(SequenceBatch batch, Scope scope) {
    Require.present("batch", batch);
    Require.present("scope", scope);
    Tensor inputs = scope.floats(batch.timesteps(), batch.batchSize(), batch.features());
    inputs.write(batch.inputs());
    return new Batch(
        Features.data(inputs, batch.lengths(), scope),
        targets(batch, scope),
        batch.batchSize(),
        batch.liveSteps());
  }

  private static Targets targets(SequenceBatch batch, Scope scope) {
    int t = batch.timesteps();
    int n = batch.batchSize();
    SequenceTargets targets = batch.targets();
    if (targets instanceof SequenceTargets.ClassIds classes) {
      return Targets.classes(scope, classes.ids());
    } else if (targets instanceof SequenceTargets.StepClassIds classes) {
      return Targets.classes(scope, classes.ids());
    } else if (targets instanceof SequenceTargets.Values values) {
      return masked(values.values(), values.size(), null, scope, n, values.size());
    } else if (targets instanceof SequenceTargets.StepValues values) {
      return masked(values.values(), values.size(), validSteps(batch), scope, t, n, values.size());
    }
    throw new IllegalArgumentException("targets: expected a known kind, got " + targets);
  }

  /**
   * Masks rows of NaN, which have no target, and sets them to 0, so that no NaN reaches the device.
   */
  private static Targets masked(
      float[] values, int size, int @Nullable [] valid, Scope scope, int... sizes) {
    int[] mask = valid == null ? ones(values.length / size) : valid;
    float[] finite = values.clone();
    boolean all = valid == null;
    for (int row = 0; row < mask.length; row++) {
      if (Float.isNaN(values[row * size])) {
        Arrays.fill(finite, row * size, (row + 1) * size, 0);
        mask[row] = 0;
        all = false;
      }
    }
    Targets targets = Targets.values(scope, finite, sizes);
    return all ? targets : targets.withMask(scope, mask);
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** {@code [T, N]}: 1 for each step of a sequence, 0 for padding. */
  private static int[] validSteps(SequenceBatch batch) {
    int[] valid = new int[batch.timesteps() * batch.batchSize()];
    for (int i = 0; i < valid.length; i++) {
      valid[i] = i / batch.batchSize() < batch.lengths()[i % batch.batchSize()] ? 1 : 0;
    }
    return valid;
  }
}

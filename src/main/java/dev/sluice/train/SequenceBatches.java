package dev.sluice.train;

import dev.sluice.data.DataHash;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.loss.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Batches of numeric sequences {@code FLOAT32 [T, N, F]} with lengths, and their targets. */
public final class SequenceBatches implements BatchSource {
  private final List<SequenceBatch> batches;
  private final EpochOrder order;
  private final String fingerprint;
  private final boolean consecutive;

  private SequenceBatches(
      List<SequenceBatch> batches, EpochOrder order, String how, boolean consecutive) {
    this.batches = List.copyOf(batches);
    this.order = order;
    this.fingerprint = String.format(Locale.ROOT, "data %s, %s", DataHash.of(batches), how);
    this.consecutive = consecutive;
  }

  /**
   * For training: the batches in another order each epoch.
   *
   * @param batches at least one
   */
  public static SequenceBatches shuffled(List<SequenceBatch> batches, long seed) {
    return new SequenceBatches(
        batches,
        EpochOrder.bucketed(ones(batches.size()), 1, seed),
        String.format(Locale.ROOT, "%d batches shuffled by seed %d", batches.size(), seed),
        false);
  }

  /**
   * For evaluation: the batches as they come.
   *
   * @param batches at least one
   */
  public static SequenceBatches inOrder(List<SequenceBatch> batches) {
    return new SequenceBatches(
        batches,
        EpochOrder.sorted(ones(batches.size()), 1),
        String.format(Locale.ROOT, "%d batches in order", batches.size()),
        false);
  }

  /**
   * For training and validating a {@link dev.sluice.model.StatefulModel}: the batches as they come,
   * which are consecutive windows of the same N sequences. Row n of each window goes on where row n
   * of the window before ended.
   *
   * @param windows at least one, all of the same number of rows N
   * @throws IllegalArgumentException naming the first window of another number of rows
   */
  public static SequenceBatches consecutive(List<SequenceBatch> windows) {
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
    // The fingerprint is that of inOrder: the same bits come out.
    return new SequenceBatches(
        windows,
        EpochOrder.sorted(ones(windows.size()), 1),
        String.format(Locale.ROOT, "%d batches in order", windows.size()),
        true);
  }

  /** What is scheduled here are whole batches, each as an example of length 1. */
  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public int batches(int epoch) {
    return batches.size();
  }

  @Override
  public Batch load(int epoch, int index, Scope scope) {
    return place(batches.get(order.examples(epoch, index)[0]), scope);
  }

  @Override
  public boolean consecutiveWindows() {
    return consecutive;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Brings one batch onto the scope's device. */
  public static Batch place(SequenceBatch batch, Scope scope) {
    Tensor inputs = scope.floats(batch.timesteps(), batch.batchSize(), batch.features());
    inputs.write(batch.inputs());
    return new Batch(
        Features.data(inputs, Lengths.place(batch.lengths(), batch.timesteps(), scope)),
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
      return Targets.values(scope, values.values(), n, values.size());
    } else if (targets instanceof SequenceTargets.StepValues values) {
      return Targets.values(scope, values.values(), t, n, values.size())
          .masked(scope, validSteps(batch));
    }
    throw new IllegalArgumentException("targets: expected known ones, got " + targets);
  }

  /** {@code [T, N]}: 1 for each step within its sequence. */
  private static int[] validSteps(SequenceBatch batch) {
    int[] valid = new int[batch.timesteps() * batch.batchSize()];
    for (int i = 0; i < valid.length; i++) {
      valid[i] = i / batch.batchSize() < batch.lengths()[i % batch.batchSize()] ? 1 : 0;
    }
    return valid;
  }
}

package dev.sluice.train.batch;

import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Stateful;
import java.util.Locale;

/** What a source must be like, checked before anything is computed. */
public final class LoaderChecks {
  private LoaderChecks() {}

  /** A stateful model carries states from batch to batch, which must go on from one another. */
  public static void requireWindowsFor(Layer model, String name, BatchLoader source) {
    if (model instanceof Stateful && !source.consecutiveWindows()) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "%s: a stateful model expects a source of consecutive windows, such as",
                  name)
              + " SequenceLoader.consecutive, got "
              + source.fingerprint());
    }
  }

  /** Looks for a target that counts; mostly the first batch has one. */
  public static void requireCountedTargets(String name, BatchLoader source, Device device) {
    for (int index = 0; index < source.batches(0); index++) {
      try (Scope scope = device.scope()) {
        if (source.load(0, index, scope).targets().counted() > 0) {
          return;
        }
      }
    }
    throw nothingCounted(name, source.batches(0));
  }

  public static IllegalArgumentException nothingCounted(String name, int batches) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: expected at least one target that counts, got none in %d batches (all are masked)",
            name,
            batches));
  }
}

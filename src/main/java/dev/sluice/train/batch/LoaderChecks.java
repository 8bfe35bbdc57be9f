package dev.sluice.train.batch;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Stateful;
import java.util.Locale;

/** Checks a loader before training or evaluation starts. */
public final class LoaderChecks {
  private LoaderChecks() {}

  /**
   * Checks that a stateful model gets consecutive windows: its states continue from batch to batch.
   */
  public static void requireWindowsFor(Layer model, String name, BatchLoader source) {
    if (model instanceof Stateful && !source.consecutiveWindows()) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "%s: a stateful model expects a loader of consecutive windows, such as",
                  name)
              + " SequenceLoader.consecutive, got "
              + source.fingerprint());
    }
  }

  /** Checks that at least one target counts; usually the first batch has one. */
  public static void requireCountedTargets(String name, BatchLoader source, Device device) {
    Require.present("source", source);
    Require.present("device", device);
    for (int index = 0; index < source.batches(0); index++) {
      try (Scope scope = device.scope()) {
        if (source.load(0, index, scope).targets().counted() > 0) {
          return;
        }
      }
    }
    throw nothingCounted(name, source.batches(0));
  }

  /** The exception for a loader without a target that counts. */
  public static IllegalArgumentException nothingCounted(String name, int batches) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: expected at least one target that counts, got none in %d batches (all are masked)",
            name,
            batches));
  }
}

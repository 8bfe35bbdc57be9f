package dev.sluice.train.batch;

import dev.sluice.layer.Features;
import dev.sluice.loss.Targets;
import java.util.Locale;
import java.util.Objects;

/**
 * A batch of examples on a device.
 *
 * @param input input of the model
 * @param targets targets of the examples
 * @param examples number of examples, at least 1
 * @param tokens number of timesteps without padding in all examples, for metrics; 0 if there are
 *     none
 */
public record Batch(Features input, Targets targets, int examples, long tokens) {

  /** Checks the numbers. */
  public Batch {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(targets, "targets");
    if (examples < 1 || tokens < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch: expected at least 1 example and 0 tokens, got %d and %d",
              examples,
              tokens));
    }
  }
}

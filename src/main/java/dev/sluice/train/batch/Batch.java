package dev.sluice.train.batch;

import dev.sluice.argument.Require;
import dev.sluice.layer.Features;
import dev.sluice.loss.Targets;

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
    Require.present("input", input);
    Require.present("targets", targets);
    Require.atLeast("batch examples", 1, examples);
    Require.atLeast("batch tokens", 0, tokens);
  }
}

package dev.sluice.device.spi;

import dev.sluice.cell.Cell;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan.InputGradients;
import dev.sluice.device.RecurrencePlan.Inputs;
import dev.sluice.device.RecurrencePlan.Keep;
import dev.sluice.device.RecurrencePlan.OutputGradients;
import dev.sluice.resource.OpenResource;
import org.jspecify.annotations.Nullable;

/**
 * What the passes of all backends have in common: when backward may be called, the checks of its
 * arguments, and that the pass is closed after it, whether it succeeds or fails.
 */
public abstract class CheckedPass implements RecurrencePass {
  private final Cell cell;
  private final FeatureSlice x;
  private final long xVersion;
  private final Keep keep;
  private @Nullable OpenResource open;
  private boolean wentBackward;
  private boolean closed;

  /**
   * @param cell the cell of the plan
   * @param inputs of the forward pass
   * @param keep what the forward pass keeps
   */
  protected CheckedPass(Cell cell, Inputs inputs, Keep keep) {
    this.cell = cell;
    this.x = inputs.x();
    this.xVersion = x.tensor().version();
    this.keep = keep;
  }

  /** Records that the pass is open; the last thing that its constructor does. */
  protected final void opened() {
    open = OpenResource.opened("recurrence pass that keeps", keep);
  }

  @Override
  public final void backward(OutputGradients outputs, InputGradients inputs) {
    requireState();
    checkBackward(outputs, inputs);
    if (x.tensor().version() != xVersion) {
      throw new IllegalStateException("backward: x was written since the forward pass");
    }
    wentBackward = true;
    try {
      runBackward(outputs, inputs);
    } finally {
      close();
    }
  }

  private void requireState() {
    if (keep == Keep.OUTPUTS) {
      throw new IllegalStateException("backward: the forward pass kept only its outputs");
    }
    if (wentBackward) {
      throw new IllegalStateException("backward: called for the second time");
    }
    if (closed) {
      throw new IllegalStateException("backward: the pass is closed");
    }
  }

  /**
   * Checks the types and shapes of the gradients. A plan that serves less than others refuses the
   * rest here, before anything is computed.
   *
   * @throws IllegalArgumentException naming the argument
   */
  protected void checkBackward(OutputGradients outputs, InputGradients inputs) {
    RecurrenceChecks.backward(cell, x.timesteps(), x.batch(), outputs, inputs);
  }

  /** Computes the gradients; called once at most, with arguments that were checked. */
  protected abstract void runBackward(OutputGradients outputs, InputGradients inputs);

  @Override
  public final void close() {
    closed = true;
    if (open != null) {
      open.closed();
    }
    release();
  }

  /** Gives back what was kept; without effect when called again. */
  protected abstract void release();
}

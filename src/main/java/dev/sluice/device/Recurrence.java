package dev.sluice.device;

import dev.sluice.cell.Cell;

/**
 * A plan of one cell in one direction over whole sequences, products included. It serves every
 * shape within its capacity, and several passes may be open at once. Forward passes without {@link
 * Keep#FOR_BACKWARD} may run concurrently, with the same parameters or others.
 *
 * <p>Variable lengths: a row takes part in its first {@code lengths[n]} timesteps only (in {@link
 * Direction#REVERSE} it starts at its own last). Outputs beyond are zero, its final state is the
 * one after its own last step, and a row of length 0 passes its initial state through.
 */
public interface Recurrence extends AutoCloseable {

  /** What a forward pass keeps. */
  enum Keep {
    /** Only its outputs. */
    OUTPUTS,
    /** Also what {@link RecurrencePass#backward} needs. */
    FOR_BACKWARD
  }

  /**
   * What a pass reads.
   *
   * @param x {@code [T, N, I]}; must not change until the pass has gone backward
   * @param lengths {@code INT32 [N]}, each 0 to T, or null: all rows are T long
   * @param h0 {@code [N, H]}, or null for zeros
   * @param c0 {@code [N, H]}, or null for zeros; null for cells without a cell state
   */
  record Inputs(FeatureSlice x, Tensor lengths, Tensor h0, Tensor c0) {}

  /**
   * Where a pass writes, all of it overwritten.
   *
   * @param y {@code [T, N, H]}, every step's h
   * @param hN {@code [N, H]}, or null if not wanted
   * @param cN {@code [N, H]}, or null if not wanted or without a cell state
   */
  record Outputs(FeatureSlice y, Tensor hN, Tensor cN) {}

  /**
   * Gradients of the loss by the outputs; null means zero.
   *
   * @param dY {@code [T, N, H]}; values beyond a row's length are ignored
   * @param dHN {@code [N, H]}
   * @param dCN {@code [N, H]}
   */
  record OutputGradients(FeatureSlice dY, Tensor dHN, Tensor dCN) {}

  /**
   * Where gradients by the inputs are added; null where not wanted.
   *
   * @param dX {@code [T, N, I]}
   * @param dH0 {@code [N, H]}
   * @param dC0 {@code [N, H]}
   */
  record InputGradients(FeatureSlice dX, Tensor dH0, Tensor dC0) {}

  /** The cell planned for. */
  Cell cell();

  /** The largest shape it takes. */
  Capacity capacity();

  /**
   * Runs the cell over the sequences.
   *
   * @param parameters must not change until the pass has gone backward
   * @return the pass, owned by the caller
   * @throws IllegalArgumentException if a shape or a length does not fit; a device that does not
   *     wait for its results reports a length by the next {@link Tensor#read} instead
   */
  RecurrencePass forward(Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep);

  @Override
  void close();
}

package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.device.spi.ZoneoutRandomOffsets;

/**
 * A plan of one cell in one direction over whole sequences, products included. It serves every
 * shape within its capacity, and several passes may be open at once. Forward passes without {@link
 * Keep#FOR_BACKWARD} may run concurrently, with the same parameters or others.
 *
 * <p>Variable lengths: a row takes part in its first {@code lengths[n]} timesteps only (in {@link
 * dev.sluice.sequence.Direction#REVERSE} it starts at its own last). Outputs beyond are zero, its
 * final state is the one after its own last step, and a row of length 0 passes its initial state
 * through.
 */
public interface RecurrencePlan extends AutoCloseable {

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
   * @param h0 {@code [N, P]}, or null for zeros
   * @param c0 {@code [N, H]}, or null for zeros; null for cells without a cell state
   * @param masks what zoneout draws from, see {@link ZoneoutRandomOffsets}; null for inference,
   *     where it acts by its expectation. Not read for cells without zoneout
   */
  record Inputs(FeatureSlice x, Tensor lengths, Tensor h0, Tensor c0, RandomStream masks) {

    /** Inputs without random masks. */
    public Inputs(FeatureSlice x, Tensor lengths, Tensor h0, Tensor c0) {
      this(x, lengths, h0, c0, null);
    }
  }

  /**
   * Where a pass writes, all of it overwritten; null where not wanted. Sequences are zero beyond a
   * row's length.
   *
   * @param y {@code [T, N, P]}, every step's h; always wanted
   * @param cells {@code [T, N, H]}, every step's c; null for cells without a cell state
   * @param gates {@code [T, N, G*H]}, every step's gates after their non-linearity, in the order of
   *     the parameters
   * @param hN {@code [N, P]}
   * @param cN {@code [N, H]}; null for cells without a cell state
   */
  record Outputs(FeatureSlice y, FeatureSlice cells, FeatureSlice gates, Tensor hN, Tensor cN) {

    /** Outputs without a trace of cell states and gates. */
    public Outputs(FeatureSlice y, Tensor hN, Tensor cN) {
      this(y, null, null, hN, cN);
    }
  }

  /**
   * Gradients of the loss by the outputs; null means zero.
   *
   * @param dY {@code [T, N, P]}; values beyond a row's length are ignored
   * @param dCells {@code [T, N, H]}, by every step's c; values beyond a row's length are ignored
   * @param dHN {@code [N, P]}
   * @param dCN {@code [N, H]}
   */
  record OutputGradients(FeatureSlice dY, FeatureSlice dCells, Tensor dHN, Tensor dCN) {

    /** Gradients by h and by the final states. */
    public OutputGradients(FeatureSlice dY, Tensor dHN, Tensor dCN) {
      this(dY, null, dHN, dCN);
    }
  }

  /**
   * Where gradients by the inputs are added; null where not wanted.
   *
   * @param dX {@code [T, N, I]}
   * @param dH0 {@code [N, P]}
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

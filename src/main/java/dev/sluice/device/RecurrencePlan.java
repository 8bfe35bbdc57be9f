package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.device.spi.ZoneoutRandomOffsets;
import org.jspecify.annotations.Nullable;

/**
 * A plan that runs one cell in one direction over whole sequences, including all matrix products.
 * It accepts every shape within its capacity, and several passes may be open at once. Forward
 * passes without {@link Keep#FOR_BACKWARD} may run concurrently, with equal or different
 * parameters.
 *
 * <p>Rows may have different lengths. Row n takes part in its first {@code lengths[n]} timesteps
 * only; in {@link dev.sluice.sequence.Direction#REVERSE} it starts at its last valid timestep. The
 * outputs in the padding are zero. The final state of a row is the state after its last step. A row
 * of length 0 has its initial state as final state.
 */
public interface RecurrencePlan extends AutoCloseable {

  /** The values that a forward pass keeps. */
  enum Keep {
    /** Only its outputs. */
    OUTPUTS,
    /** Also the values that {@link RecurrencePass#backward} needs. */
    FOR_BACKWARD
  }

  /**
   * The inputs of a forward pass.
   *
   * @param x {@code [T, N, I]}; must not change before the backward pass is finished
   * @param lengths {@code INT32 [N]}, each from 0 to T, or null if all rows have T timesteps
   * @param h0 {@code [N, P]}, or null for zeros
   * @param c0 {@code [N, H]}, or null for zeros; null for cells without a cell state
   * @param masks the random stream of zoneout, see {@link ZoneoutRandomOffsets}; null for
   *     inference, where zoneout uses its expectation. Not read for cells without zoneout
   */
  record Inputs(
      FeatureSlice x,
      @Nullable Tensor lengths,
      @Nullable Tensor h0,
      @Nullable Tensor c0,
      @Nullable RandomStream masks) {

    /** Inputs without random masks. */
    public Inputs(
        FeatureSlice x, @Nullable Tensor lengths, @Nullable Tensor h0, @Nullable Tensor c0) {
      this(x, lengths, h0, c0, null);
    }
  }

  /**
   * The outputs of a forward pass, all overwritten. An output that is not needed is null, except y.
   * Sequences are zero in the padding.
   *
   * @param y {@code [T, N, P]}, h of every timestep; never null
   * @param cells {@code [T, N, H]}, c of every timestep; null for cells without a cell state
   * @param gates {@code [T, N, G*H]}, the activated gates of every timestep, in the order of the
   *     parameters
   * @param hN {@code [N, P]}, the final h
   * @param cN {@code [N, H]}, the final c; null for cells without a cell state
   */
  record Outputs(
      FeatureSlice y,
      @Nullable FeatureSlice cells,
      @Nullable FeatureSlice gates,
      @Nullable Tensor hN,
      @Nullable Tensor cN) {

    /** Outputs without the cell states and gates of every timestep. */
    public Outputs(FeatureSlice y, Tensor hN, @Nullable Tensor cN) {
      this(y, null, null, hN, cN);
    }
  }

  /**
   * Gradients of the loss with respect to the outputs; null means zero.
   *
   * @param dY {@code [T, N, P]}; values in the padding are ignored
   * @param dCells {@code [T, N, H]}, with respect to c of every timestep; values in the padding are
   *     ignored
   * @param dHN {@code [N, P]}
   * @param dCN {@code [N, H]}
   */
  record OutputGradients(
      @Nullable FeatureSlice dY,
      @Nullable FeatureSlice dCells,
      @Nullable Tensor dHN,
      @Nullable Tensor dCN) {

    /** Gradients with respect to h and the final states. */
    public OutputGradients(FeatureSlice dY, Tensor dHN, Tensor dCN) {
      this(dY, null, dHN, dCN);
    }
  }

  /**
   * Gradients of the loss with respect to the inputs. The backward pass adds to them; null if not
   * needed.
   *
   * @param dX {@code [T, N, I]}
   * @param dH0 {@code [N, P]}
   * @param dC0 {@code [N, H]}
   */
  record InputGradients(@Nullable FeatureSlice dX, @Nullable Tensor dH0, @Nullable Tensor dC0) {}

  /** The cell of this plan. */
  Cell cell();

  /** The largest input of this plan. */
  Capacity capacity();

  /**
   * Runs the cell over the sequences.
   *
   * @param parameters must not change before the backward pass is finished
   * @param keep the values that the pass keeps
   * @return the pass, owned by the caller
   * @throws IllegalArgumentException if a shape or a length is wrong. A device that computes
   *     asynchronously reports a wrong length at the next {@link Tensor#read} instead
   */
  RecurrencePass forward(Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep);

  @Override
  void close();
}

package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.runtime.CpuTensor;
import java.util.Arrays;

/**
 * Moves sequences and states between tensors {@code [T, N, F]}, {@code [N, F]} and a shard's rows.
 */
final class SequenceCopy {
  private SequenceCopy() {}

  /** Copies the packed rows of some steps out of a tensor to rows from {@code toRow} on. */
  static void gather(
      PackedSequenceLayout steps,
      int first,
      int end,
      FeatureSlice source,
      float[] target,
      int toRow,
      int stride) {
    float[] from = CpuTensor.of(source.tensor()).readFloats();
    for (int step = first; step < end; step++) {
      int to = (toRow + steps.offset(step) - steps.offset(first)) * stride;
      for (int row = 0; row < steps.activeRows(step); row++) {
        System.arraycopy(
            from, position(steps, step, row, source), target, to + row * stride, source.width());
      }
    }
  }

  /** Copies one step's rows into a tensor. */
  static void scatter(
      PackedSequenceLayout steps,
      int step,
      float[] source,
      int at,
      int stride,
      FeatureSlice target) {
    float[] to = CpuTensor.of(target.tensor()).writeFloats();
    for (int row = 0; row < steps.activeRows(step); row++) {
      System.arraycopy(
          source, at + row * stride, to, position(steps, step, row, target), target.width());
    }
  }

  /** Adds one step's rows of a tensor to rows from 0 on. */
  static void addStep(
      Kernels kernels,
      PackedSequenceLayout steps,
      int step,
      FeatureSlice source,
      float[] target,
      int stride) {
    float[] from = CpuTensor.of(source.tensor()).readFloats();
    for (int row = 0; row < steps.activeRows(step); row++) {
      kernels.addScaled(
          1, from, position(steps, step, row, source), target, row * stride, source.width());
    }
  }

  /** Adds rows to one step of a tensor. */
  static void scatterAdd(
      Kernels kernels,
      PackedSequenceLayout steps,
      int step,
      float[] source,
      int at,
      int stride,
      FeatureSlice target) {
    float[] to = CpuTensor.of(target.tensor()).writeFloats();
    for (int row = 0; row < steps.activeRows(step); row++) {
      kernels.addScaled(
          1, source, at + row * stride, to, position(steps, step, row, target), target.width());
    }
  }

  /** Sets what lies beyond the lengths of the shard's rows to zero. */
  static void zeroBeyond(PackedSequenceLayout steps, FeatureSlice target) {
    float[] values = CpuTensor.of(target.tensor()).writeFloats();
    int batch = target.batch();
    int columns = target.tensor().shape().columns();
    for (int row = 0; row < steps.rows(); row++) {
      for (int time = steps.length(row); time < target.timesteps(); time++) {
        int from = (time * batch + steps.batchRow(row)) * columns + target.offset();
        Arrays.fill(values, from, from + target.width(), 0);
      }
    }
  }

  /** Copies a state {@code [N, F]} into rows, or fills them with zeros if it is null. */
  static void stateIn(
      PackedSequenceLayout steps, Tensor state, int width, float[] target, int stride) {
    float[] from = state == null ? null : CpuTensor.of(state).readFloats();
    for (int row = 0; row < steps.rows(); row++) {
      int to = row * stride;
      if (from == null) {
        Arrays.fill(target, to, to + stride, 0);
      } else {
        System.arraycopy(from, steps.batchRow(row) * width, target, to, width);
        Arrays.fill(target, to + width, to + stride, 0);
      }
    }
  }

  /**
   * Copies each row's state after its last step into a tensor {@code [N, F]}: from the packed rows,
   * or from the initial state where the row has no steps.
   */
  static void finalState(
      PackedSequenceLayout steps,
      float[] packed,
      float[] initial,
      int stride,
      Tensor target,
      int width) {
    float[] to = CpuTensor.of(target).writeFloats();
    for (int row = 0; row < steps.rows(); row++) {
      int length = steps.length(row);
      float[] source = length == 0 ? initial : packed;
      int at = length == 0 ? row : steps.offset(length - 1) + row;
      System.arraycopy(source, at * stride, to, steps.batchRow(row) * width, width);
    }
  }

  /** Adds rows to a state {@code [N, F]}. */
  static void addState(
      Kernels kernels,
      PackedSequenceLayout steps,
      float[] source,
      int stride,
      Tensor target,
      int width) {
    float[] to = CpuTensor.of(target).writeFloats();
    for (int row = 0; row < steps.rows(); row++) {
      kernels.addScaled(1, source, row * stride, to, steps.batchRow(row) * width, width);
    }
  }

  private static int position(PackedSequenceLayout steps, int step, int row, FeatureSlice slice) {
    int time = steps.timestep(step, row);
    return (time * slice.batch() + steps.batchRow(row)) * slice.tensor().shape().columns()
        + slice.offset();
  }
}

package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.runtime.CpuTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies sequences {@code [T, N, F]} and states {@code [N, F]} between tensors and the packed rows
 * of a shard.
 */
final class SequenceCopy {
  private SequenceCopy() {}

  /** Copies timesteps {@code first .. end - 1} of a tensor to packed rows from {@code toRow}. */
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

  /** Copies the rows of one timestep to a tensor. */
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

  /** Adds one timestep of a tensor to rows from 0. */
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

  /** Adds rows to one timestep of a tensor. */
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

  /** Sets the padding of the rows of the shard to zero. */
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

  /** Copies a state {@code [N, F]} to rows, or fills the rows with zeros if it is null. */
  static void stateIn(
      PackedSequenceLayout steps, @Nullable Tensor state, int width, float[] target, int stride) {
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
   * Copies the state of each row after its last timestep to a tensor {@code [N, F]}. The state of a
   * row of length 0 is its initial state.
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

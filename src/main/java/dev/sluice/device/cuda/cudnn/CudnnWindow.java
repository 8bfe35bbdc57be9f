package dev.sluice.device.cuda.cudnn;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryArena;
import dev.sluice.device.cuda.driver.MemoryPool;
import java.util.Arrays;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnForwardMode;
import jcuda.jcudnn.cudnnWgradMode;
import org.jspecify.annotations.Nullable;

/**
 * The timesteps of a pass that cuDNN runs in one call: all of them, or one window of truncated
 * backpropagation. Sequences are in step order, without gaps.
 *
 * <p>A row that has ended before the window still takes part with one timestep, because not every
 * cuDNN accepts rows of length 0. Its input and its initial state are zero, its outputs are
 * ignored, and the gradients with respect to them are zero. So it adds nothing to any sum.
 */
final class CudnnWindow {
  /** JCudnn passes this as a null pointer. */
  private static final Pointer NONE = new Pointer();

  private final CudnnRecurrencePlan plan;
  private final Cell cell;
  private final int first;
  private final int timesteps;
  private final int[] lengths;
  private final boolean hasActiveRows;
  private final boolean training;
  private final boolean sameLengths;
  private final MemoryArena kept;

  /**
   * The states before the window, {@code [N, P]} and {@code [N, H]}; zero for rows that have ended.
   */
  private final DeviceMemory h;

  private final @Nullable DeviceMemory c;

  /** Null if no row reaches the window. */
  private @Nullable Spaces spaces;

  /**
   * The algorithm of the window and its memory.
   *
   * @param workBytes size of the scratch memory during a call
   * @param reserve what the forward pass keeps; null without a backward pass
   */
  private record Spaces(
      CudnnAlgorithm algorithm,
      long workBytes,
      long reserveBytes,
      @Nullable DeviceMemory reserve) {}

  /**
   * Takes the window's memory.
   *
   * @param first the first timestep
   * @param timesteps of the window, at least 1
   * @param rowLengths of the whole rows
   * @param kept holds the memory that lives as long as the pass
   */
  CudnnWindow(
      CudnnRecurrencePlan plan,
      int first,
      int timesteps,
      int[] rowLengths,
      boolean training,
      MemoryArena kept) {
    this.plan = plan;
    this.first = first;
    this.timesteps = timesteps;
    cell = plan.cell();
    hasActiveRows = Arrays.stream(rowLengths).anyMatch(length -> length > first);
    lengths =
        Arrays.stream(rowLengths)
            .map(length -> Math.max(1, Math.min(timesteps, length - first)))
            .toArray();
    this.training = training;
    this.kept = kept;
    sameLengths = Arrays.stream(lengths).allMatch(length -> length == timesteps);
    h = kept.words((long) lengths.length * cell.outputSize());
    c = kept.wordsIf(cell.hasCellState(), (long) lengths.length * cell.hiddenSize());
    spaces = hasActiveRows ? spaces(plan.algorithm(training, sameLengths)) : null;
  }

  private Spaces spaces() {
    return requireNonNull(spaces, "no row reaches the window");
  }

  private Spaces spaces(CudnnAlgorithm algorithm) {
    CudnnDescriptors descriptors = describe();
    long[] work = new long[1];
    long[] toKeep = new long[1];
    check(
        "cudnnGetRNNTempSpaceSizes",
        () ->
            JCudnn.cudnnGetRNNTempSpaceSizes(
                plan.cudnn().handle(),
                descriptors.cell(algorithm),
                mode(),
                descriptors.x,
                work,
                toKeep));
    DeviceMemory reserve = training ? kept.bytes(toKeep[0]) : null;
    return new Spaces(algorithm, work[0], training ? toKeep[0] : 0, reserve);
  }

  /** The first timestep. */
  int first() {
    return first;
  }

  /** Whether any row reaches the window. */
  boolean hasActiveRows() {
    return hasActiveRows;
  }

  /** The memory for h before the window; must be zero for rows that have ended. */
  DeviceMemory h() {
    return h;
  }

  /** The memory for c before the window, as {@link #h}; null without a cell state. */
  @Nullable DeviceMemory c() {
    return c;
  }

  /**
   * Submits the forward pass. If cuDNN has no persistent kernel for it, it uses the standard
   * algorithm instead.
   *
   * @param x of the whole pass
   * @param y of the whole pass
   * @param hN the states after the window; undefined for rows that have ended
   */
  void forward(
      DeviceMemory weights,
      DeviceMemory x,
      DeviceMemory y,
      DeviceMemory hN,
      @Nullable DeviceMemory cN) {
    try {
      submitForward(weights, x, y, hN, cN);
    } catch (CudnnUnsupportedException e) {
      if (spaces().algorithm() == CudnnAlgorithm.STANDARD) {
        throw e;
      }
      plan.withoutPersistentKernel(e);
      spaces = spaces(plan.algorithm(training, sameLengths));
      submitForward(weights, x, y, hN, cN);
    }
  }

  private void submitForward(
      DeviceMemory weights,
      DeviceMemory x,
      DeviceMemory y,
      DeviceMemory hN,
      @Nullable DeviceMemory cN) {
    CudnnDescriptors descriptors = describe();
    try (MemoryPool.Loan work = work()) {
      check(
          "cudnnRNNForward",
          () ->
              JCudnn.cudnnRNNForward(
                  plan.cudnn().handle(),
                  descriptors.cell(spaces().algorithm()),
                  mode(),
                  NONE,
                  descriptors.x,
                  inputs(x),
                  descriptors.y,
                  outputs(y),
                  descriptors.h,
                  h,
                  hN,
                  descriptors.c,
                  orNone(c),
                  orNone(cN),
                  plan.weights().bytes(),
                  weights,
                  spaces().workBytes(),
                  work.memory(),
                  spaces().reserveBytes(),
                  orNone(spaces().reserve())));
    }
    plan.device().stream().submitted("cudnnRNNForward");
  }

  /**
   * Submits the backward pass.
   *
   * @param dWeights the weight space to which gradients are added; null if no parameter is
   *     trainable
   */
  void backward(Backward data, DeviceMemory weights, @Nullable DeviceMemory dWeights) {
    CudnnDescriptors descriptors = describe();
    try (MemoryPool.Loan work = work()) {
      check(
          "cudnnRNNBackwardData_v8",
          () ->
              JCudnn.cudnnRNNBackwardData_v8(
                  plan.cudnn().handle(),
                  descriptors.cell(spaces().algorithm()),
                  NONE,
                  descriptors.y,
                  outputs(data.y),
                  outputs(data.dY),
                  descriptors.x,
                  inputs(data.dX),
                  descriptors.h,
                  h,
                  data.dHN,
                  data.dH,
                  descriptors.c,
                  orNone(c),
                  orNone(data.dCN),
                  orNone(data.dC),
                  plan.weights().bytes(),
                  weights,
                  spaces().workBytes(),
                  work.memory(),
                  spaces().reserveBytes(),
                  spaces().reserve()));
      plan.device().stream().submitted("cudnnRNNBackwardData_v8");
      if (dWeights != null) {
        weightGradients(data, dWeights, work.memory(), descriptors);
      }
    }
  }

  /**
   * What the backward pass reads and writes. The sequences are those of the whole pass. The
   * gradients of cell states are null without a cell state.
   *
   * @param dX the gradient with respect to x; overwritten
   * @param dHN the gradients with respect to the states after the window; zero for rows that have
   *     ended
   * @param dH the gradients with respect to the states before the window; overwritten
   */
  record Backward(
      DeviceMemory x,
      DeviceMemory y,
      DeviceMemory dY,
      DeviceMemory dX,
      DeviceMemory dHN,
      @Nullable DeviceMemory dCN,
      DeviceMemory dH,
      @Nullable DeviceMemory dC) {}

  private void weightGradients(
      Backward data, DeviceMemory dWeights, DeviceMemory work, CudnnDescriptors descriptors) {
    check(
        "cudnnRNNBackwardWeights_v8",
        () ->
            JCudnn.cudnnRNNBackwardWeights_v8(
                plan.cudnn().handle(),
                descriptors.cell(spaces().algorithm()),
                cudnnWgradMode.CUDNN_WGRAD_MODE_ADD,
                NONE,
                descriptors.x,
                inputs(data.x),
                descriptors.h,
                h,
                descriptors.y,
                outputs(data.y),
                plan.weights().bytes(),
                dWeights,
                spaces().workBytes(),
                work,
                spaces().reserveBytes(),
                spaces().reserve()));
    plan.device().stream().submitted("cudnnRNNBackwardWeights_v8");
  }

  private CudnnDescriptors describe() {
    CudnnDescriptors descriptors = plan.descriptors();
    descriptors.describe(timesteps, lengths);
    return descriptors;
  }

  private MemoryPool.Loan work() {
    return plan.device().pool().lend(Math.max(1, spaces().workBytes()));
  }

  private DeviceMemory inputs(DeviceMemory sequence) {
    return sequence.plusFloats((long) first * lengths.length * cell.inputSize());
  }

  private DeviceMemory outputs(DeviceMemory sequence) {
    return sequence.plusFloats((long) first * lengths.length * cell.outputSize());
  }

  private int mode() {
    return training
        ? cudnnForwardMode.CUDNN_FWD_MODE_TRAINING
        : cudnnForwardMode.CUDNN_FWD_MODE_INFERENCE;
  }

  private static Pointer orNone(@Nullable DeviceMemory memory) {
    return memory == null ? NONE : memory;
  }

  private void check(String name, CudaCalls.Call call) {
    Cudnn.check(
        name,
        () ->
            String.format(Locale.ROOT, "%s, %d steps of %d rows", cell, timesteps, lengths.length),
        call);
  }
}

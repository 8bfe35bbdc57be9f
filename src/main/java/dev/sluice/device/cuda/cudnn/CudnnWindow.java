package dev.sluice.device.cuda.cudnn;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.DriverFailure;
import dev.sluice.device.cuda.driver.MemoryBlocks;
import dev.sluice.device.cuda.driver.MemoryPool;
import java.util.Arrays;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnForwardMode;
import jcuda.jcudnn.cudnnWgradMode;

/**
 * Some steps of a pass that cuDNN runs in one go: all of them, or a window of truncated
 * backpropagation. Sequences are in step order, without gaps.
 *
 * <p>A row that has ended before takes part with one step of zeros all the same, as not every cuDNN
 * takes rows of length 0. Its state before is zero there, its outputs are not used, and the
 * gradients by them are zero, so that it adds nothing to any sum.
 */
final class CudnnWindow {
  /** What JCudnn passes on as a null pointer. */
  private static final Pointer NONE = new Pointer();

  private final CudnnRecurrencePlan plan;
  private final Cell cell;
  private final int first;
  private final int timesteps;
  private final int[] lengths;
  private final boolean live;
  private final boolean training;
  private final boolean sameLengths;
  private final MemoryBlocks kept;

  /** Before the window, zero where a row has ended. */
  private final DeviceMemory h;

  private final DeviceMemory c;

  /** Null where no row takes part. */
  private Spaces spaces;

  /**
   * How the window is run, and with which memory.
   *
   * @param workBytes of memory during a call
   * @param reserve what the forward pass keeps; null without a backward pass
   */
  private record Spaces(
      CudnnAlgorithm algorithm, long workBytes, long reserveBytes, DeviceMemory reserve) {}

  /**
   * Takes the window's memory.
   *
   * @param first step
   * @param timesteps at least 1
   * @param rowLengths of the whole rows
   * @param kept where its memory lives as long as the pass
   */
  CudnnWindow(
      CudnnRecurrencePlan plan,
      int first,
      int timesteps,
      int[] rowLengths,
      boolean training,
      MemoryBlocks kept) {
    this.plan = plan;
    this.first = first;
    this.timesteps = timesteps;
    cell = plan.cell();
    live = Arrays.stream(rowLengths).anyMatch(length -> length > first);
    lengths =
        Arrays.stream(rowLengths)
            .map(length -> Math.max(1, Math.min(timesteps, length - first)))
            .toArray();
    this.training = training;
    this.kept = kept;
    sameLengths = Arrays.stream(lengths).allMatch(length -> length == timesteps);
    h = kept.words((long) lengths.length * cell.outputSize());
    c = kept.wordsIf(cell.hasCellState(), (long) lengths.length * cell.hiddenSize());
    spaces = live ? spaces(plan.algorithm(training, sameLengths)) : null;
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

  /** The first step. */
  int first() {
    return first;
  }

  /** Whether any row takes part. */
  boolean live() {
    return live;
  }

  /** Where the state before the window goes, zero for rows that have ended. */
  DeviceMemory h() {
    return h;
  }

  /** The same for c; null without a cell state. */
  DeviceMemory c() {
    return c;
  }

  /**
   * Submits the way forward. Where cuDNN turns out to have no persistent kernel for it, by the
   * standard algorithm.
   *
   * @param x of the whole pass, as is y
   * @param hN the states after the window; those of ended rows mean nothing
   */
  void forward(
      DeviceMemory weights, DeviceMemory x, DeviceMemory y, DeviceMemory hN, DeviceMemory cN) {
    try {
      submitForward(weights, x, y, hN, cN);
    } catch (CudnnUnsupportedException e) {
      if (spaces.algorithm() == CudnnAlgorithm.STANDARD) {
        throw e;
      }
      plan.withoutPersistentKernel(e);
      spaces = spaces(plan.algorithm(training, sameLengths));
      submitForward(weights, x, y, hN, cN);
    }
  }

  private void submitForward(
      DeviceMemory weights, DeviceMemory x, DeviceMemory y, DeviceMemory hN, DeviceMemory cN) {
    CudnnDescriptors descriptors = describe();
    try (MemoryPool.Loan work = work()) {
      check(
          "cudnnRNNForward",
          () ->
              JCudnn.cudnnRNNForward(
                  plan.cudnn().handle(),
                  descriptors.cell(spaces.algorithm()),
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
                  spaces.workBytes(),
                  work.memory(),
                  spaces.reserveBytes(),
                  orNone(spaces.reserve())));
    }
    plan.device().stream().submitted("cudnnRNNForward");
  }

  /**
   * Submits the way back.
   *
   * @param dX of the whole pass, as are x, y and dY; overwritten
   * @param dHN gradients by the states after the window, zero for rows that have ended
   * @param dH gradients by those before; overwritten
   * @param dWeights added to; null if no parameter wants a gradient
   */
  void backward(Backward data, DeviceMemory weights, DeviceMemory dWeights) {
    CudnnDescriptors descriptors = describe();
    try (MemoryPool.Loan work = work()) {
      check(
          "cudnnRNNBackwardData_v8",
          () ->
              JCudnn.cudnnRNNBackwardData_v8(
                  plan.cudnn().handle(),
                  descriptors.cell(spaces.algorithm()),
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
                  spaces.workBytes(),
                  work.memory(),
                  spaces.reserveBytes(),
                  spaces.reserve()));
      plan.device().stream().submitted("cudnnRNNBackwardData_v8");
      if (dWeights != null) {
        weightGradients(data, dWeights, work.memory(), descriptors);
      }
    }
  }

  /** What the way back reads and writes; c's are null without a cell state. */
  record Backward(
      DeviceMemory x,
      DeviceMemory y,
      DeviceMemory dY,
      DeviceMemory dX,
      DeviceMemory dHN,
      DeviceMemory dCN,
      DeviceMemory dH,
      DeviceMemory dC) {}

  private void weightGradients(
      Backward data, DeviceMemory dWeights, DeviceMemory work, CudnnDescriptors descriptors) {
    check(
        "cudnnRNNBackwardWeights_v8",
        () ->
            JCudnn.cudnnRNNBackwardWeights_v8(
                plan.cudnn().handle(),
                descriptors.cell(spaces.algorithm()),
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
                spaces.workBytes(),
                work,
                spaces.reserveBytes(),
                spaces.reserve()));
    plan.device().stream().submitted("cudnnRNNBackwardWeights_v8");
  }

  private CudnnDescriptors describe() {
    CudnnDescriptors descriptors = plan.descriptors();
    descriptors.describe(timesteps, lengths);
    return descriptors;
  }

  private MemoryPool.Loan work() {
    return plan.device().pool().lend(Math.max(1, spaces.workBytes()));
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

  private static Pointer orNone(DeviceMemory memory) {
    return memory == null ? NONE : memory;
  }

  private void check(String name, DriverFailure.Call call) {
    Cudnn.check(
        name,
        () ->
            String.format(Locale.ROOT, "%s, %d steps of %d rows", cell, timesteps, lengths.length),
        call);
  }
}

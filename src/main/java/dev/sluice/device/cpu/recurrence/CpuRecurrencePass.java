package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RandomStream;
import dev.sluice.device.RecurrencePlan.InputGradients;
import dev.sluice.device.RecurrencePlan.Inputs;
import dev.sluice.device.RecurrencePlan.Keep;
import dev.sluice.device.RecurrencePlan.OutputGradients;
import dev.sluice.device.RecurrencePlan.Outputs;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.recurrence.step.PackedWeights;
import dev.sluice.device.spi.CheckedPass;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a {@link CpuRecurrencePlan}. Work that does not depend on the previous timestep (the
 * input product, the gradients of inputs and weights) is done for chunks of timesteps whose data is
 * still in the cache.
 */
final class CpuRecurrencePass extends CheckedPass {
  /**
   * The largest number of packed rows of a chunk. Larger chunks make the sums of weight gradients
   * cheaper.
   */
  private static final int MAX_CHUNK_ROWS = 256;

  /**
   * The number of floats of gates that fit into the cache together with the weights. It limits the
   * rows of a chunk.
   */
  private static final int CACHED_GATES = 80_000;

  private static final int MIN_CHUNK_ROWS = 128;

  private final CpuRecurrencePlan plan;
  private final WorkPartition partition;
  private final CellParameters parameters;
  private final Kernels kernels;
  private final PackedSequenceLayout[] layouts;

  /** With null elements before the forward pass. */
  private final ShardBuffers[] shards;

  private final Keep keep;
  private final int timesteps;
  private final int batch;
  private final int chunkRows;
  private final @Nullable RandomStream masks;

  /** Whether the shards are back in the pool. */
  private boolean released;

  CpuRecurrencePass(
      CpuRecurrencePlan plan,
      WorkPartition partition,
      CellParameters parameters,
      PackedSequenceLayout[] layouts,
      Inputs inputs,
      Keep keep) {
    super(plan.cell(), inputs, keep);
    this.plan = plan;
    this.partition = partition;
    this.parameters = parameters;
    this.kernels = plan.device().kernels();
    this.keep = keep;
    this.timesteps = inputs.x().timesteps();
    this.batch = inputs.x().batch();
    this.masks = inputs.masks();
    this.chunkRows = chunkRows(plan.size());
    this.layouts = layouts;
    this.shards = new ShardBuffers[layouts.length];
    opened();
  }

  private static int chunkRows(PaddedSizes size) {
    int cached = CACHED_GATES / size.gateStride;
    return cached < MIN_CHUNK_ROWS ? MAX_CHUNK_ROWS : Math.min(cached, MAX_CHUNK_ROWS);
  }

  /** The largest number of rows of a chunk, which has at least one timestep. */
  private int maxRows(PackedSequenceLayout steps) {
    return Math.max(chunkRows, steps.rows());
  }

  /** Whoever sees it throw closes the pass: no thread works on it any more. */
  void runForward(Inputs inputs, Outputs outputs, PackedWeights weights) {
    takeShards();
    plan.device().workers().run(shards.length, i -> forward(shards[i], inputs, outputs, weights));
    if (keep == Keep.OUTPUTS) {
      release();
    }
  }

  private void takeShards() {
    for (int i = 0; i < shards.length; i++) {
      PackedSequenceLayout layout = layouts[i];
      shards[i] = plan.shards().take();
      shards[i].open(layout, keep == Keep.OUTPUTS ? maxRows(layout) : layout.packedRows());
    }
  }

  private void forward(ShardBuffers shard, Inputs inputs, Outputs outputs, PackedWeights weights) {
    PackedSequenceLayout steps = shard.steps();
    PaddedSizes size = plan.size();
    ZoneoutMasks zoneout =
        plan.cell().zoneout().acts()
            ? new ZoneoutMasks(kernels, plan.cell(), size, timesteps, batch, masks)
            : null;
    StepOutputWriter trace = new StepOutputWriter(plan.layout(), size, outputs);
    SequenceCopy.stateIn(steps, inputs.h0(), size.output, shard.h0, size.hiddenStride);
    if (plan.cell().hasCellState()) {
      SequenceCopy.stateIn(steps, inputs.c0(), size.hidden, shard.c0, size.stateStride);
    }
    for (int first = 0; first < steps.steps(); ) {
      int end = steps.chunkEnd(first, chunkRows);
      shard.beginChunk(first);
      partition.input().forward(shard, first, end, inputs.x(), weights);
      for (int step = first; step < end; step++) {
        StepFrame frame = shard.at(step);
        if (zoneout != null) {
          zoneout.draw(steps, step, frame);
        }
        partition.steps().forward(frame, weights);
        trace.write(steps, step, frame);
      }
      first = end;
    }
    trace.zeroBeyond(steps);
    finalStates(shard, outputs);
  }

  private void finalStates(ShardBuffers shard, Outputs outputs) {
    PaddedSizes size = plan.size();
    if (outputs.hN() != null) {
      SequenceCopy.finalState(
          shard.steps(),
          shard.frame.hidden,
          shard.h0,
          size.hiddenStride,
          outputs.hN(),
          size.output);
    }
    if (outputs.cN() != null) {
      SequenceCopy.finalState(
          shard.steps(),
          shard.frame.carriedCell,
          shard.c0,
          size.stateStride,
          outputs.cN(),
          size.hidden);
    }
  }

  @Override
  protected void runBackward(OutputGradients outputs, InputGradients inputs) {
    ShardGradients[] gradients = new ShardGradients[shards.length];
    try (PackedWeightsCache.Entry packed = partition.backwardWeights().acquire(parameters)) {
      plan.device()
          .workers()
          .run(
              shards.length,
              i -> gradients[i] = backward(shards[i], outputs, inputs, packed.weights()));
    }
    new GradientReduction(plan.device().workers(), plan.size(), plan.layout(), gradients)
        .addTo(parameters);
  }

  private ShardGradients backward(
      ShardBuffers shard, OutputGradients outputs, InputGradients inputs, PackedWeights weights) {
    PackedSequenceLayout steps = shard.steps();
    PaddedSizes size = plan.size();
    shard.prepareBackward(plan.layout());
    int maxRows = maxRows(steps);
    ShardGradients gradients =
        new ShardGradients(kernels, partition.gemm(), shard, plan.cell(), plan.layout(), maxRows);
    int inputStride = PaddedSizes.roundUp(size.input, kernels.panelWidth());
    FeatureSlice dX = inputs.dX();
    float[] rowsOfDX = dX == null ? StepFrame.NONE : shard.take((long) maxRows * inputStride);
    StepFrame frame = shard.frame;
    SequenceCopy.stateIn(steps, outputs.dHN(), size.output, frame.dHidden, size.hiddenStride);
    SequenceCopy.stateIn(steps, outputs.dCN(), size.hidden, frame.dCell, size.stateStride);
    for (int end = steps.steps(); end > 0; ) {
      int first = steps.chunkStart(end, chunkRows);
      for (int step = end - 1; step >= first; step--) {
        backwardStep(shard, step, outputs, weights);
      }
      partition.input().backward(shard, first, end, weights);
      if (dX != null) {
        partition
            .input()
            .addInputGradient(shard, first, end, rowsOfDX, inputStride, dX, weights.input());
      }
      gradients.add(first, end);
      end = first;
    }
    initialStateGradients(shard, inputs);
    return gradients;
  }

  private void backwardStep(
      ShardBuffers shard, int step, OutputGradients outputs, PackedWeights weights) {
    StepFrame f = shard.at(step);
    if (outputs.dY() != null) {
      SequenceCopy.addStep(kernels, shard.steps(), step, outputs.dY(), f.dHidden, f.hiddenStride);
    }
    if (outputs.dCells() != null) {
      SequenceCopy.addStep(kernels, shard.steps(), step, outputs.dCells(), f.dCell, f.stateStride);
    }
    partition.steps().backward(f, weights);
    if (plan.bptt().cutsBefore(step)) {
      Arrays.fill(f.dHidden, 0, f.rows * f.hiddenStride, 0);
      Arrays.fill(f.dCell, 0, f.rows * f.stateStride, 0);
    }
  }

  private void initialStateGradients(ShardBuffers shard, InputGradients inputs) {
    PaddedSizes size = plan.size();
    if (inputs.dH0() != null) {
      SequenceCopy.addState(
          kernels,
          shard.steps(),
          shard.frame.dHidden,
          size.hiddenStride,
          inputs.dH0(),
          size.output);
    }
    if (inputs.dC0() != null) {
      SequenceCopy.addState(
          kernels, shard.steps(), shard.frame.dCell, size.stateStride, inputs.dC0(), size.hidden);
    }
  }

  @Override
  protected void release() {
    if (!released) {
      released = true;
      for (ShardBuffers shard : shards) {
        if (shard != null) { // the pool of arrays may have refused the ones before
          plan.shards().give(shard);
        }
      }
    }
  }
}

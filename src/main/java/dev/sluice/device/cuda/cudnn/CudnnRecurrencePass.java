package dev.sluice.device.cuda.cudnn;

import dev.sluice.cell.Cell;
import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePlan.InputGradients;
import dev.sluice.device.RecurrencePlan.Inputs;
import dev.sluice.device.RecurrencePlan.Keep;
import dev.sluice.device.RecurrencePlan.OutputGradients;
import dev.sluice.device.RecurrencePlan.Outputs;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryArena;
import dev.sluice.device.cuda.recurrence.StepOrder;
import dev.sluice.device.spi.CheckedPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass of a {@link CudnnRecurrencePlan}, and its backward pass. It brings sequences
 * into step order, so that cuDNN runs both directions in the same way. A row that ends early keeps
 * its state in the windows that it does not reach.
 */
final class CudnnRecurrencePass extends CheckedPass {
  private final CudnnRecurrencePlan plan;
  private final CudaBackend device;
  private final Cell cell;
  private final CellParameters parameters;
  private final Keep keep;
  private final FeatureSlice x;
  private final int timesteps;
  private final int batch;
  private final int[] rowLengths;
  private final MemoryArena kept;
  private final List<CudnnWindow> windows = new ArrayList<>();
  private final DeviceMemory lengths;

  /** {@code [T, N, P]} in step order. */
  private final DeviceMemory y;

  private final StepOrder order;

  /** Reads the lengths and takes the memory of the pass from the pool. */
  CudnnRecurrencePass(
      CudnnRecurrencePlan plan, Inputs inputs, CellParameters parameters, Keep keep) {
    super(plan.cell(), inputs, keep);
    this.plan = plan;
    this.parameters = parameters;
    this.keep = keep;
    device = plan.device();
    cell = plan.cell();
    x = inputs.x();
    timesteps = x.timesteps();
    batch = x.batch();
    rowLengths = rowLengths(inputs.lengths());
    kept = new MemoryArena(device.pool());
    try {
      lengths = lengthsOnDevice();
      order = new StepOrder(device, lengths, timesteps, batch, plan.reverse());
      y = kept.words(order.rows() * cell.outputSize());
      addWindows();
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
    opened();
  }

  private int[] rowLengths(@Nullable Tensor given) {
    int[] all = new int[batch];
    if (given == null) {
      Arrays.fill(all, timesteps);
      return all;
    }
    given.read(all);
    for (int n = 0; n < batch; n++) {
      if (all[n] < 0 || all[n] > timesteps) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "lengths: expected 0 to %d, got %d at index %d",
                timesteps,
                all[n],
                n));
      }
    }
    return all;
  }

  private DeviceMemory lengthsOnDevice() {
    DeviceMemory memory = kept.words(batch);
    if (batch > 0) {
      device
          .staging()
          .write(
              memory,
              batch,
              (target, from, count) -> target.asIntBuffer().put(rowLengths, from, count));
    }
    return memory;
  }

  private void addWindows() {
    for (int first = 0; batch > 0 && first < timesteps; ) {
      int steps = Math.min(plan.window(), timesteps - first);
      windows.add(new CudnnWindow(plan, first, steps, rowLengths, keep == Keep.FOR_BACKWARD, kept));
      first += steps;
    }
  }

  /** Submits the forward pass; closes the pass if that fails. */
  void forward(Inputs inputs, Outputs outputs) {
    try {
      submitForward(inputs, outputs);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    if (keep == Keep.OUTPUTS) {
      kept.close();
    }
  }

  private void submitForward(Inputs inputs, Outputs outputs) {
    DeviceMemory weights = plan.weightSpace(parameters);
    try (MemoryArena lent = new MemoryArena(device.pool())) {
      DeviceMemory steps = lent.words(order.rows() * cell.inputSize());
      order.gather(x, steps);
      DeviceMemory h = hiddenStates(lent);
      DeviceMemory hN = hiddenStates(lent);
      DeviceMemory c = cellStates(lent);
      DeviceMemory cN = cellStates(lent);
      copyStates(inputs.h0(), h, cell.outputSize());
      copyStates(inputs.c0(), c, cell.hiddenSize());
      for (CudnnWindow window : windows) {
        if (window.hasActiveRows()) {
          select(window, h, null, cell.outputSize(), window.h());
          select(window, c, null, cell.hiddenSize(), window.c());
          window.forward(weights, steps, y, hN, cN);
          select(window, hN, h, cell.outputSize(), h);
          select(window, cN, c, cell.hiddenSize(), c);
        }
      }
      order.scatter(y, outputs.y());
      copyStates(h, outputs.hN(), cell.outputSize());
      copyStates(c, outputs.cN(), cell.hiddenSize());
    }
  }

  @Override
  protected void checkBackward(OutputGradients outputs, InputGradients inputs) {
    super.checkBackward(outputs, inputs);
    CudnnRecurrencePlan.refuseTrace("dCells", outputs.dCells());
  }

  @Override
  protected void runBackward(OutputGradients outputs, InputGradients inputs) {
    try (DeviceLock held = device.lock()) {
      plan.descriptors();
      submitBackward(outputs, inputs);
    }
  }

  private void submitBackward(OutputGradients outputs, InputGradients inputs) {
    DeviceMemory weights = plan.weightSpace(parameters);
    try (MemoryArena lent = new MemoryArena(device.pool())) {
      DeviceMemory dH = hiddenStates(lent);
      DeviceMemory dC = cellStates(lent);
      copyStates(outputs.dHN(), dH, cell.outputSize());
      copyStates(outputs.dCN(), dC, cell.hiddenSize());
      CudnnWindow.Backward data =
          new CudnnWindow.Backward(
              gathered(x, cell.inputSize(), lent),
              y,
              gathered(outputs.dY(), cell.outputSize(), lent),
              lent.words(order.rows() * cell.inputSize()),
              hiddenStates(lent),
              cellStates(lent),
              hiddenStates(lent),
              cellStates(lent));
      DeviceMemory dWeights = null;
      if (CudnnWeights.wanted(parameters)) {
        dWeights = lent.bytes(plan.weights().bytes());
        clear(dWeights, plan.weights().bytes());
      }
      for (int k = windows.size() - 1; k >= 0; k--) {
        if (windows.get(k).hasActiveRows()) {
          backward(windows.get(k), k == 0, data, dH, dC, weights, dWeights);
        }
      }
      if (inputs.dX() != null) {
        order.scatterAdd(data.dX(), inputs.dX());
      }
      if (dWeights != null) {
        plan.weights().addGradients(dWeights, parameters);
      }
      addStates(dH, inputs.dH0(), cell.outputSize());
      addStates(dC, inputs.dC0(), cell.hiddenSize());
    }
  }

  /**
   * Runs the backward pass of a window. Its gradients do not flow into the window before it. The
   * gradients of a row that has ended pass through unchanged.
   */
  private void backward(
      CudnnWindow window,
      boolean isFirst,
      CudnnWindow.Backward data,
      DeviceMemory dH,
      @Nullable DeviceMemory dC,
      DeviceMemory weights,
      @Nullable DeviceMemory dWeights) {
    select(window, dH, null, cell.outputSize(), data.dHN());
    select(window, dC, null, cell.hiddenSize(), data.dCN());
    window.backward(data, weights, dWeights);
    select(window, isFirst ? data.dH() : null, dH, cell.outputSize(), dH);
    select(window, isFirst ? data.dC() : null, dC, cell.hiddenSize(), dC);
  }

  /** A copy in step order, with zeros beyond the lengths; all zeros for null. */
  private DeviceMemory gathered(@Nullable FeatureSlice sequence, int width, MemoryArena lent) {
    DeviceMemory steps = lent.words(order.rows() * width);
    if (sequence == null) {
      clear(steps, order.rows() * width * Float.BYTES);
    } else {
      order.gather(sequence, steps);
    }
    return steps;
  }

  private DeviceMemory hiddenStates(MemoryArena lent) {
    return lent.words((long) batch * cell.outputSize());
  }

  private @Nullable DeviceMemory cellStates(MemoryArena lent) {
    return lent.wordsIf(cell.hasCellState(), (long) batch * cell.hiddenSize());
  }

  private void select(
      CudnnWindow window,
      @Nullable DeviceMemory active,
      @Nullable DeviceMemory ended,
      int width,
      @Nullable DeviceMemory target) {
    if (target != null) {
      select(window.first(), active, ended, width, false, target);
    }
  }

  private void copyStates(@Nullable Tensor source, @Nullable DeviceMemory target, int width) {
    if (target != null) {
      DeviceMemory states = source == null ? null : CudaTensor.of(source, device).input();
      select(0, states, states, width, false, target);
    }
  }

  private void copyStates(@Nullable DeviceMemory source, @Nullable Tensor target, int width) {
    if (target != null) {
      select(0, source, source, width, false, CudaTensor.of(target, device).output());
    }
  }

  private void addStates(@Nullable DeviceMemory source, @Nullable Tensor target, int width) {
    if (target != null) {
      select(0, source, source, width, true, CudaTensor.of(target, device).output());
    }
  }

  private void select(
      int first,
      @Nullable DeviceMemory active,
      @Nullable DeviceMemory ended,
      int width,
      boolean add,
      DeviceMemory target) {
    device
        .kernel("cudnn", "select_rows")
        .memory(lengths)
        .int32(first)
        .memory(active)
        .memory(ended)
        .int32(batch)
        .int32(width)
        .int32(add ? 1 : 0)
        .memory(target)
        .over((long) batch * width);
  }

  private void clear(DeviceMemory memory, long bytes) {
    if (bytes > 0) {
      CudaCalls.check(
          "cuMemsetD8Async",
          () -> bytes + " bytes",
          () -> JCudaDriver.cuMemsetD8Async(memory, (byte) 0, bytes, device.stream().handle()));
    }
  }

  @Override
  protected void release() {
    device.giveBack(kept::close);
  }
}

package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RandomStream;
import dev.sluice.device.RecurrencePlan.InputGradients;
import dev.sluice.device.RecurrencePlan.Inputs;
import dev.sluice.device.RecurrencePlan.Keep;
import dev.sluice.device.RecurrencePlan.OutputGradients;
import dev.sluice.device.RecurrencePlan.Outputs;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.MemoryPool;
import dev.sluice.device.cuda.operation.MatrixView;
import dev.sluice.device.spi.CheckedPass;
import org.jspecify.annotations.Nullable;

/** One forward pass of a {@link CudaRecurrencePlan}, and its backward pass. */
final class CudaRecurrencePass extends CheckedPass {
  private final CudaRecurrencePlan plan;
  private final CudaBackend device;
  private final Cell cell;
  private final CellParameters parameters;
  private final Keep keep;
  private final FeatureSlice x;
  private final boolean sameLengths;
  private final @Nullable RandomStream masks;
  private final PassMemory memory;
  private final StepOrder order;

  /** Takes the memory of the pass from the pool. */
  CudaRecurrencePass(
      CudaRecurrencePlan plan,
      Inputs inputs,
      CellParameters parameters,
      Outputs outputs,
      Keep keep) {
    super(plan.cell(), inputs, keep);
    this.plan = plan;
    this.parameters = parameters;
    this.keep = keep;
    device = plan.device();
    cell = plan.cell();
    x = inputs.x();
    sameLengths = inputs.lengths() == null;
    masks = inputs.masks();
    PassMemory.Readers readers =
        new PassMemory.Readers(keep == Keep.FOR_BACKWARD, outputs.cells() != null);
    memory = new PassMemory(device, cell, plan.steps(), x.timesteps(), x.batch(), readers);
    order = new StepOrder(device, memory.lengths, x.timesteps(), x.batch(), plan.reverse());
    opened();
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
      memory.close();
    }
  }

  private void submitForward(Inputs inputs, Outputs outputs) {
    StepLauncher launcher = stepLauncher();
    arguments(0, outputs.y(), null, null).write();
    kernel("begin_forward")
        .read(inputs.h0())
        .read(inputs.c0())
        .read(inputs.lengths())
        .fault()
        .over(launcher.units());
    if (order.rows() > 0) {
      inputProduct();
      if (cell.layerNorm()) {
        norm("norm_input_forward").overBlocks(order.rows());
      }
      plan.chunkRunner()
          .run(
              launcher.graphKey(StepChunkRunner.Phase.FORWARD),
              x.timesteps(),
              count -> {
                for (int k = 0; k < count; k++) {
                  plan.steps().forward(launcher, k);
                }
                launcher.advance(count);
              });
      writeTraces(outputs);
    }
    if (outputs.hN() != null || outputs.cN() != null) {
      kernel("end_forward").write(outputs.hN()).write(outputs.cN()).over(launcher.units());
    }
  }

  private void writeTraces(Outputs outputs) {
    if (outputs.cells() != null) {
      long initial = (long) x.batch() * cell.hiddenSize();
      order.scatter(PassMemory.present(memory.cells).plusFloats(initial), outputs.cells());
    }
    if (outputs.gates() != null) {
      order.scatter(memory.gates, outputs.gates());
    }
  }

  /** {@code gates = x Wihᵀ}. */
  private void inputProduct() {
    MatrixView gates = gateRows(memory.gates);
    if (plan.reverse()) {
      try (MemoryPool.Loan steps = borrowInputs()) {
        order.gather(x, steps.memory());
        plan.products().multiply(inputs(steps), inputWeights().transpose(), gates, false);
      }
    } else {
      MatrixView direct = SliceAddresses.matrix(x, SliceAddresses.input(x, device));
      plan.products().multiply(direct, inputWeights().transpose(), gates, false);
    }
  }

  @Override
  protected void runBackward(OutputGradients outputs, InputGradients inputs) {
    try (DeviceLock held = device.lock()) {
      submitBackward(outputs, inputs);
    }
  }

  private void submitBackward(OutputGradients outputs, InputGradients inputs) {
    StepLauncher launcher = stepLauncher();
    arguments(x.timesteps() - 1, null, outputs.dY(), outputs.dCells()).write();
    kernel("begin_backward").read(outputs.dHN()).read(outputs.dCN()).over(launcher.units());
    if (order.rows() > 0) {
      plan.chunkRunner()
          .run(
              launcher.graphKey(StepChunkRunner.Phase.BACKWARD),
              x.timesteps(),
              count -> {
                for (int k = 0; k < count; k++) {
                  plan.steps().backward(launcher, k);
                }
                launcher.advance(-count);
              });
      new BiasAndGainGradients(device, cell, plan.steps(), parameters, memory, order).add();
      MatrixView gradients = inputProductGradients();
      if (inputs.dX() != null) {
        inputGradient(gradients, inputs.dX());
      }
      weightGradients(gradients);
    }
    if (inputs.dH0() != null || inputs.dC0() != null) {
      kernel("end_backward").write(inputs.dH0()).write(inputs.dC0()).over(launcher.units());
    }
  }

  /**
   * The gradients with respect to {@code x Wihᵀ}. With layer norm, they overwrite its normalized
   * rows.
   */
  private MatrixView inputProductGradients() {
    if (!cell.layerNorm()) {
      return gateRows(memory.gates);
    }
    norm("norm_input_backward").overBlocks(order.rows());
    return gateRows(PassMemory.present(memory.normInput).normed());
  }

  /** {@code dX += gradients Wih}. */
  private void inputGradient(MatrixView gradients, FeatureSlice dX) {
    if (plan.reverse()) {
      try (MemoryPool.Loan steps = borrowInputs()) {
        plan.products().multiply(gradients, inputWeights(), inputs(steps), false);
        order.scatterAdd(steps.memory(), dX);
      }
    } else {
      MatrixView target = SliceAddresses.matrix(dX, SliceAddresses.output(dX, device));
      plan.products().multiply(gradients, inputWeights(), target, true);
    }
  }

  private void weightGradients(MatrixView inputProduct) {
    WeightGradients weights =
        new WeightGradients(device, plan.products(), cell, plan.steps(), parameters, memory, order);
    if (weights.wantsInputWeights()) {
      if (plan.reverse() || !sameLengths) {
        try (MemoryPool.Loan steps = borrowInputs()) {
          order.gather(x, steps.memory());
          weights.addInputWeights(inputProduct, inputs(steps));
        }
      } else {
        weights.addInputWeights(
            inputProduct, SliceAddresses.matrix(x, SliceAddresses.input(x, device)));
      }
    }
    weights.addRecurrentWeights();
  }

  private MatrixView gateRows(DeviceMemory values) {
    return MatrixView.of(values, order.rows(), cell.gates() * cell.hiddenSize());
  }

  private MemoryPool.Loan borrowInputs() {
    return device.pool().lend(order.rows() * cell.inputSize() * Float.BYTES);
  }

  private MatrixView inputs(MemoryPool.Loan steps) {
    return MatrixView.of(steps.memory(), order.rows(), cell.inputSize());
  }

  private MatrixView inputWeights() {
    Tensor value = parameters.get(CellParameter.WEIGHT_IH).value();
    return MatrixView.of(
        CudaTensor.of(value, device).input(),
        (long) cell.gates() * cell.hiddenSize(),
        cell.inputSize());
  }

  private StepLauncher stepLauncher() {
    return new StepLauncher(device, plan.products(), plan.workspace(), cell, parameters, x.batch());
  }

  private Launch kernel(String name) {
    return device.kernel("recurrence", name).memory(plan.workspace().arguments);
  }

  private Launch norm(String name) {
    return device.kernel("norm", name).memory(plan.workspace().arguments);
  }

  private PassArguments arguments(
      int first,
      @Nullable FeatureSlice y,
      @Nullable FeatureSlice dY,
      @Nullable FeatureSlice dCells) {
    return new PassArguments(
        device,
        cell,
        parameters,
        memory,
        plan.workspace(),
        order,
        first,
        plan.bptt().window(),
        masks,
        y,
        dY,
        dCells);
  }

  @Override
  protected void release() {
    device.giveBack(memory::close);
  }
}

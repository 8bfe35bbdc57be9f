package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RandomStream;
import dev.sluice.device.RecurrencePass;
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
import dev.sluice.device.cuda.operation.MatrixOperand;
import dev.sluice.device.spi.BackwardGuard;
import dev.sluice.device.spi.RecurrenceChecks;

/** One run of a {@link CudaRecurrencePlan}. */
final class CudaRecurrencePass implements RecurrencePass {
  private final CudaRecurrencePlan plan;
  private final CudaBackend device;
  private final Cell cell;
  private final CellParameters parameters;
  private final Keep keep;
  private final FeatureSlice x;
  private final long xVersion;
  private final boolean sameLengths;
  private final RandomStream masks;
  private final PassMemory memory;
  private final StepOrder order;
  private final BackwardGuard backwardGuard;

  /** Takes the memory of the pass. */
  CudaRecurrencePass(
      CudaRecurrencePlan plan,
      Inputs inputs,
      CellParameters parameters,
      Outputs outputs,
      Keep keep) {
    this.plan = plan;
    this.parameters = parameters;
    this.keep = keep;
    this.backwardGuard = new BackwardGuard(keep);
    device = plan.device();
    cell = plan.cell();
    x = inputs.x();
    xVersion = x.tensor().version();
    sameLengths = inputs.lengths() == null;
    masks = inputs.masks();
    PassMemory.Readers readers =
        new PassMemory.Readers(keep == Keep.FOR_BACKWARD, outputs.cells() != null);
    memory = new PassMemory(device, cell, plan.steps(), x.timesteps(), x.batch(), readers);
    order = new StepOrder(device, memory.lengths, x.timesteps(), x.batch(), plan.reverse());
  }

  /** Submits the run; a failure gives the memory back. */
  void forward(Inputs inputs, Outputs outputs) {
    try {
      submitForward(inputs, outputs);
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
    if (keep == Keep.OUTPUTS) {
      memory.close();
    }
  }

  private void submitForward(Inputs inputs, Outputs outputs) {
    StepRun run = stepRun();
    arguments(0, outputs.y(), null, null).write();
    kernel("begin_forward")
        .read(inputs.h0())
        .read(inputs.c0())
        .read(inputs.lengths())
        .fault()
        .over(run.units());
    if (order.rows() > 0) {
      inputProduct();
      if (cell.layerNorm()) {
        norm("norm_input_forward").overBlocks(order.rows());
      }
      plan.chunks()
          .run(
              run.kind(StepChunks.Way.FORWARD),
              x.timesteps(),
              count -> {
                for (int k = 0; k < count; k++) {
                  plan.steps().forward(run, k);
                }
                run.advance(count);
              });
      handOutTraces(outputs);
    }
    if (outputs.hN() != null || outputs.cN() != null) {
      kernel("end_forward").write(outputs.hN()).write(outputs.cN()).over(run.units());
    }
  }

  private void handOutTraces(Outputs outputs) {
    if (outputs.cells() != null) {
      long initial = (long) x.batch() * cell.hiddenSize();
      order.scatter(memory.cells.plusFloats(initial), outputs.cells());
    }
    if (outputs.gates() != null) {
      order.scatter(memory.gates, outputs.gates());
    }
  }

  /** {@code gates = x Wihᵀ}. */
  private void inputProduct() {
    MatrixOperand gates = gateRows(memory.gates);
    if (plan.reverse()) {
      try (MemoryPool.Loan steps = lendInputs()) {
        order.gather(x, steps.memory());
        plan.products().multiply(inputs(steps), inputWeights().transpose(), gates, false);
      }
    } else {
      MatrixOperand direct = SequenceSlice.matrix(x, SequenceSlice.input(x, device));
      plan.products().multiply(direct, inputWeights().transpose(), gates, false);
    }
  }

  @Override
  public void backward(OutputGradients outputs, InputGradients inputs) {
    backwardGuard.check();
    RecurrenceChecks.backward(cell, x.timesteps(), x.batch(), outputs, inputs);
    if (x.tensor().version() != xVersion) {
      throw new IllegalStateException("backward: x was written since the forward pass");
    }
    backwardGuard.begin();
    try (DeviceLock held = device.lock()) {
      submitBackward(outputs, inputs);
    } finally {
      close();
    }
  }

  private void submitBackward(OutputGradients outputs, InputGradients inputs) {
    StepRun run = stepRun();
    arguments(x.timesteps() - 1, null, outputs.dY(), outputs.dCells()).write();
    kernel("begin_backward").read(outputs.dHN()).read(outputs.dCN()).over(run.units());
    if (order.rows() > 0) {
      plan.chunks()
          .run(
              run.kind(StepChunks.Way.BACKWARD),
              x.timesteps(),
              count -> {
                for (int k = 0; k < count; k++) {
                  plan.steps().backward(run, k);
                }
                run.advance(-count);
              });
      new BiasAndGainGradients(device, cell, plan.steps(), parameters, memory, order).add();
      MatrixOperand gradients = inputProductGradients();
      if (inputs.dX() != null) {
        inputGradient(gradients, inputs.dX());
      }
      weightGradients(gradients);
    }
    if (inputs.dH0() != null || inputs.dC0() != null) {
      kernel("end_backward").write(inputs.dH0()).write(inputs.dC0()).over(run.units());
    }
  }

  /** The gradients by {@code x Wihᵀ}; where it was normalised, in the place of what it became. */
  private MatrixOperand inputProductGradients() {
    if (!cell.layerNorm()) {
      return gateRows(memory.gates);
    }
    norm("norm_input_backward").overBlocks(order.rows());
    return gateRows(memory.normInput.normed());
  }

  /** {@code dX += gradients Wih}. */
  private void inputGradient(MatrixOperand gradients, FeatureSlice dX) {
    if (plan.reverse()) {
      try (MemoryPool.Loan steps = lendInputs()) {
        plan.products().multiply(gradients, inputWeights(), inputs(steps), false);
        order.scatterAdd(steps.memory(), dX);
      }
    } else {
      MatrixOperand target = SequenceSlice.matrix(dX, SequenceSlice.output(dX, device));
      plan.products().multiply(gradients, inputWeights(), target, true);
    }
  }

  private void weightGradients(MatrixOperand inputProduct) {
    WeightGradients weights =
        new WeightGradients(device, plan.products(), cell, plan.steps(), parameters, memory, order);
    if (weights.wantsInputWeights()) {
      if (plan.reverse() || !sameLengths) {
        try (MemoryPool.Loan steps = lendInputs()) {
          order.gather(x, steps.memory());
          weights.addInputWeights(inputProduct, inputs(steps));
        }
      } else {
        weights.addInputWeights(
            inputProduct, SequenceSlice.matrix(x, SequenceSlice.input(x, device)));
      }
    }
    weights.addRecurrentWeights();
  }

  private MatrixOperand gateRows(DeviceMemory values) {
    return MatrixOperand.of(values, order.rows(), cell.gates() * cell.hiddenSize());
  }

  private MemoryPool.Loan lendInputs() {
    return device.pool().lend(order.rows() * cell.inputSize() * Float.BYTES);
  }

  private MatrixOperand inputs(MemoryPool.Loan steps) {
    return MatrixOperand.of(steps.memory(), order.rows(), cell.inputSize());
  }

  private MatrixOperand inputWeights() {
    Tensor value = parameters.get(CellParameter.WEIGHT_IH).value();
    return MatrixOperand.of(
        CudaTensor.of(value, device).input(),
        (long) cell.gates() * cell.hiddenSize(),
        cell.inputSize());
  }

  private StepRun stepRun() {
    return new StepRun(device, plan.products(), plan.memory(), cell, parameters, x.batch());
  }

  private Launch kernel(String name) {
    return device.kernel("recurrence", name).memory(plan.memory().arguments);
  }

  private Launch norm(String name) {
    return device.kernel("norm", name).memory(plan.memory().arguments);
  }

  private PassArguments arguments(int first, FeatureSlice y, FeatureSlice dY, FeatureSlice dCells) {
    return new PassArguments(
        device,
        cell,
        parameters,
        memory,
        plan.memory(),
        order,
        first,
        plan.bptt().window(),
        masks,
        y,
        dY,
        dCells);
  }

  @Override
  public void close() {
    backwardGuard.close();
    device.giveBack(memory::close);
  }
}

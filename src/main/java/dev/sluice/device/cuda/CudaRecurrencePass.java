package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Recurrence.InputGradients;
import dev.sluice.device.Recurrence.Inputs;
import dev.sluice.device.Recurrence.Keep;
import dev.sluice.device.Recurrence.OutputGradients;
import dev.sluice.device.Recurrence.Outputs;
import dev.sluice.device.RecurrenceChecks;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.Tensor;

/** One run of a {@link CudaRecurrence}. */
final class CudaRecurrencePass implements RecurrencePass {
  private final CudaRecurrence plan;
  private final CudaDevice device;
  private final Cell cell;
  private final CellParameters parameters;
  private final Keep keep;
  private final FeatureSlice x;
  private final long xVersion;
  private final boolean sameLengths;
  private final PassMemory memory;
  private final StepOrder order;
  private boolean wentBack;

  /** Takes the memory of the pass. */
  CudaRecurrencePass(CudaRecurrence plan, Inputs inputs, CellParameters parameters, Keep keep) {
    this.plan = plan;
    this.parameters = parameters;
    this.keep = keep;
    device = plan.device();
    cell = plan.cell();
    x = inputs.x();
    xVersion = x.tensor().version();
    sameLengths = inputs.lengths() == null;
    memory =
        new PassMemory(
            device, cell, plan.steps(), x.timesteps(), x.batch(), keep == Keep.FOR_BACKWARD);
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
    arguments(0, outputs.y(), null).write();
    kernel("begin_forward")
        .read(inputs.h0())
        .read(inputs.c0())
        .read(inputs.lengths())
        .fault()
        .over(run.units());
    if (order.rows() > 0) {
      inputProduct();
      plan.chunks()
          .run(
              kind(StepChunks.Way.FORWARD, run),
              x.timesteps(),
              count -> {
                for (int k = 0; k < count; k++) {
                  plan.steps().forward(run, k);
                }
                run.advance(count);
              });
    }
    if (outputs.hN() != null || outputs.cN() != null) {
      kernel("end_forward").write(outputs.hN()).write(outputs.cN()).over(run.units());
    }
  }

  /** {@code gates = x Wihᵀ}. */
  private void inputProduct() {
    Matrix gates = Matrix.of(memory.gates, order.rows(), cell.gates() * cell.hiddenSize());
    if (plan.reverse()) {
      try (MemoryPool.Loan steps = lendInputs()) {
        order.gather(x, steps.memory());
        device.matrixProducts().multiply(inputs(steps), inputWeights().transpose(), gates, false);
      }
    } else {
      Matrix direct = Slices.matrix(x, Slices.input(x, device));
      device.matrixProducts().multiply(direct, inputWeights().transpose(), gates, false);
    }
  }

  @Override
  public void backward(OutputGradients outputs, InputGradients inputs) {
    if (keep == Keep.OUTPUTS) {
      throw new IllegalStateException("backward: the forward pass kept only its outputs");
    }
    if (wentBack) {
      throw new IllegalStateException("backward: called for the second time");
    }
    RecurrenceChecks.backward(cell, x.timesteps(), x.batch(), outputs, inputs);
    if (x.tensor().version() != xVersion) {
      throw new IllegalStateException("backward: x was written since the forward pass");
    }
    wentBack = true;
    try (Turn turn = device.turn()) {
      submitBackward(outputs, inputs);
    } finally {
      close();
    }
  }

  private void submitBackward(OutputGradients outputs, InputGradients inputs) {
    StepRun run = stepRun();
    arguments(x.timesteps() - 1, null, outputs.dY()).write();
    kernel("begin_backward").read(outputs.dHN()).read(outputs.dCN()).over(run.units());
    if (order.rows() > 0) {
      plan.chunks()
          .run(
              kind(StepChunks.Way.BACKWARD, run),
              x.timesteps(),
              count -> {
                for (int k = 0; k < count; k++) {
                  plan.steps().backward(run, k);
                }
                run.advance(-count);
              });
      if (inputs.dX() != null) {
        inputGradient(inputs.dX());
      }
      parameterGradients();
    }
    if (inputs.dH0() != null || inputs.dC0() != null) {
      kernel("end_backward").write(inputs.dH0()).write(inputs.dC0()).over(run.units());
    }
  }

  /** {@code dX += dGates Wih}. */
  private void inputGradient(FeatureSlice dX) {
    Matrix gates = Matrix.of(memory.gates, order.rows(), cell.gates() * cell.hiddenSize());
    if (plan.reverse()) {
      try (MemoryPool.Loan steps = lendInputs()) {
        device.matrixProducts().multiply(gates, inputWeights(), inputs(steps), false);
        order.scatterAdd(steps.memory(), dX);
      }
    } else {
      Matrix target = Slices.matrix(dX, Slices.output(dX, device));
      device.matrixProducts().multiply(gates, inputWeights(), target, true);
    }
  }

  private void parameterGradients() {
    ParameterGradients gradients =
        new ParameterGradients(device, cell, plan.steps(), parameters, memory, order.rows());
    if (gradients.wantsInputWeights()) {
      if (plan.reverse() || !sameLengths) {
        try (MemoryPool.Loan steps = lendInputs()) {
          order.gather(x, steps.memory());
          gradients.addInputWeights(inputs(steps));
        }
      } else {
        gradients.addInputWeights(Slices.matrix(x, Slices.input(x, device)));
      }
    }
    gradients.addRecurrent();
  }

  private MemoryPool.Loan lendInputs() {
    return device.pool().lend(order.rows() * cell.inputSize() * Float.BYTES);
  }

  private Matrix inputs(MemoryPool.Loan steps) {
    return Matrix.of(steps.memory(), order.rows(), cell.inputSize());
  }

  private Matrix inputWeights() {
    return Matrix.of(
        weights(CellParameter.WEIGHT_IH),
        (long) cell.gates() * cell.hiddenSize(),
        cell.inputSize());
  }

  private DeviceMemory weights(CellParameter role) {
    Tensor value = parameters.get(role).value();
    return CudaTensor.of(value, device).input();
  }

  private StepRun stepRun() {
    return new StepRun(device, plan.memory(), cell, weights(CellParameter.WEIGHT_HH), x.batch());
  }

  private StepChunks.Kind kind(StepChunks.Way way, StepRun run) {
    return new StepChunks.Kind(way, x.batch(), run.weights());
  }

  private Launch kernel(String name) {
    return device.kernel("recurrence", name).memory(plan.memory().arguments);
  }

  private PassArguments arguments(int first, FeatureSlice y, FeatureSlice dY) {
    return new PassArguments(
        device,
        memory,
        plan.memory(),
        parameters,
        first,
        x.timesteps(),
        x.batch(),
        cell.hiddenSize(),
        plan.reverse(),
        plan.bptt().window(),
        y,
        dY);
  }

  @Override
  public void close() {
    device.giveBack(memory::close);
  }
}

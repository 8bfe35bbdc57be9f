package dev.sluice.device.cuda;

import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Gpu;
import dev.sluice.device.cuda.driver.MemoryPool;
import dev.sluice.device.cuda.recurrence.CudaRecurrencePlan;
import dev.sluice.device.cuda.recurrence.StepGraph;
import dev.sluice.device.cuda.recurrence.StepLauncher;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import jcuda.driver.JCudaDriver;

/**
 * Measures the seconds of a single node: the mean over the nodes of a recorded graph, in the
 * fastest of several launches.
 */
final class StepTimes {
  /** Nodes of a graph. */
  private static final int NODES = 256;

  private static final int SIMULATED_NODES = 4;
  private static final int MIN_PASSES = 5;
  private static final double SECONDS = 0.05;

  /** Bytes of eight counters, 128 apart. */
  private static final int COUNTER_BYTES = 1024;

  /** The number of polls of a counter, about a second. */
  private static final int MAX_LOOKS = 2_000_000;

  private final CudaDevice device;
  private final boolean simulated;
  private final int nodes;

  StepTimes(CudaDevice device, boolean simulated) {
    this.device = device;
    this.simulated = simulated;
    nodes = simulated ? SIMULATED_NODES : NODES;
  }

  double launch() {
    return fastest(k -> submit(nodes, i -> empty())) / nodes;
  }

  double node() {
    return recorded(i -> empty());
  }

  private void empty() {
    device.kernel("probe", "probe_empty").int32(0).blocks(1);
  }

  /**
   * Repeated barriers between blocks, one block on each multiprocessor. A simulated GPU runs blocks
   * one after the other, so there it is a single block.
   *
   * @param counters {@code one} or {@code eight}
   */
  double barrier(String counters) {
    try (DeviceLock held = device.lock();
        MemoryPool.Loan memory = device.pool().lend(COUNTER_BYTES);
        MemoryPool.Loan gaveUp = device.pool().lend(Integer.BYTES)) {
      clear(gaveUp.memory(), Integer.BYTES);
      int blocks = simulated ? 1 : new Gpu(0).multiprocessors();
      double seconds =
          fastest(
              k -> {
                clear(memory.memory(), COUNTER_BYTES);
                device
                    .kernel("probe", "probe_barrier_" + counters)
                    .memory(memory.memory())
                    .int32(nodes)
                    .int32(MAX_LOOKS)
                    .memory(gaveUp.memory())
                    .blocks(blocks);
              });
      int[] late = new int[1];
      device
          .staging()
          .read(
              gaveUp.memory(),
              1,
              (ByteBuffer buffer, int from, int count) ->
                  buffer.asIntBuffer().get(late, from, count));
      if (late[0] != 0) {
        throw new IllegalStateException("the blocks did not all run concurrently");
      }
      return seconds / nodes;
    }
  }

  private void clear(DeviceMemory memory, int bytes) {
    CudaCalls.check(
        "cuMemsetD8Async",
        "a probe",
        () -> JCudaDriver.cuMemsetD8Async(memory, (byte) 0, bytes, device.stream().handle()));
  }

  /** The recurrent product of a timestep, {@code [N, H] x [H, 4H]}. */
  double product(KernelTimes.Shape shape) {
    return ofSteps(shape, (launcher, cell) -> k -> launcher.multiplyHidden(0, cell.gates()));
  }

  /** The step kernel of the LSTM. */
  double stepKernel(KernelTimes.Shape shape) {
    return ofSteps(
        shape,
        (launcher, cell) ->
            k ->
                launcher
                    .kernel("lstm", "lstm_forward", 0)
                    .gate(cell.gateActivation(), 0)
                    .gate(cell.candidateActivation(), 0)
                    .activation(cell.outputActivation())
                    .int32(0)
                    .float32(0)
                    .float32(0)
                    .float32(0)
                    .over(launcher.units()));
  }

  /** The part of a timestep that is measured. */
  @FunctionalInterface
  private interface Part {
    IntConsumer of(StepLauncher launcher, Lstm cell);
  }

  /** Measures within an open pass after its forward pass, so that all its memory is valid. */
  private double ofSteps(KernelTimes.Shape shape, Part part) {
    int timesteps = 2;
    Lstm cell = Lstm.of(shape.hidden(), shape.hidden());
    var capacity = new Capacity(timesteps, shape.batch());
    try (Scope scope = device.scope();
        CudaRecurrencePlan plan =
            new CudaRecurrencePlan(
                device,
                device.matrixProducts(),
                cell,
                capacity,
                Direction.FORWARD,
                Bptt.full(),
                PlanKind.STEPWISE,
                1)) {
      CellParameters parameters = parameters(cell, scope);
      var x = FeatureSlice.of(scope.zeros(timesteps, shape.batch(), shape.hidden()));
      var y = FeatureSlice.of(scope.zeros(timesteps, shape.batch(), shape.hidden()));
      try (RecurrencePass pass =
              plan.forward(
                  new RecurrencePlan.Inputs(x, null, null, null),
                  parameters,
                  new RecurrencePlan.Outputs(y, null, null),
                  RecurrencePlan.Keep.FOR_BACKWARD);
          DeviceLock held = device.lock()) {
        StepLauncher launcher =
            new StepLauncher(
                device, plan.products(), plan.workspace(), cell, parameters, shape.batch());
        launcher.advance(-timesteps);
        return recorded(part.of(launcher, cell));
      }
    }
  }

  private CellParameters parameters(Lstm cell, Scope scope) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, sizes) -> {
              var value = device.allocate(DType.FLOAT32, Shape.of(sizes));
              byRole.put(role, scope.own(new Parameter(role.label(), value)));
              DeviceValues.fill(value, role.ordinal(), 1 / Math.sqrt(cell.hiddenSize()));
            });
    return new CellParameters(cell, byRole);
  }

  /** The seconds of one node. */
  private double recorded(IntConsumer node) {
    try (DeviceLock held = device.lock();
        StepGraph graph = new StepGraph(device.stream())) {
      Runnable work = () -> submit(nodes, node);
      graph.submit(work);
      return fastest(k -> graph.submit(work)) / nodes;
    }
  }

  private static void submit(int count, IntConsumer node) {
    for (int k = 0; k < count; k++) {
      node.accept(k);
    }
  }

  private double fastest(IntConsumer pass) {
    List<Double> times = DeviceStopwatch.seconds(device, MIN_PASSES, simulated ? 0 : SECONDS, pass);
    return times.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }
}

package dev.sluice.device.cpu.recurrence;

import com.sun.management.ThreadMXBean;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.CpuDevice;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Repeats the same pass of one layer, with rows of different lengths. */
final class RepeatedPass implements AutoCloseable {
  private static final int STEPS = 100;
  private static final int ROWS = 24;
  private static final int INPUTS = 16;
  private static final int HIDDEN = 32;
  private static final int PASSES = 20;
  private static final int MAX_ROUNDS = 200;

  private final Scope scope;
  private final RecurrencePlan plan;
  private final CellParameters parameters;
  private final RecurrencePlan.Inputs inputs;
  private final RecurrencePlan.Outputs outputs;
  private final RecurrencePlan.OutputGradients upstream;
  private final RecurrencePlan.InputGradients gradients;
  private final Random random = new Random(7);

  RepeatedPass(CpuDevice device, Cell cell) {
    scope = device.scope();
    plan =
        scope.own(
            device.recurrence(cell, new Capacity(STEPS, ROWS), Direction.FORWARD, Bptt.full()));
    Map<CellParameter, Parameter> values = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, sizes) -> {
              Tensor value = random(device.allocate(DType.FLOAT32, Shape.of(sizes)));
              values.put(role, scope.own(new Parameter(role.label(), value)));
            });
    parameters = new CellParameters(cell, values);
    Tensor lengths = scope.ints(ROWS);
    lengths.write(random.ints(ROWS, 1, STEPS + 1).toArray());
    Tensor x = random(scope.floats(STEPS, ROWS, INPUTS));
    inputs = new RecurrencePlan.Inputs(FeatureSlice.of(x), lengths, null, null);
    outputs =
        new RecurrencePlan.Outputs(
            FeatureSlice.of(scope.floats(STEPS, ROWS, HIDDEN)), scope.floats(ROWS, HIDDEN), null);
    Tensor dY = random(scope.floats(STEPS, ROWS, HIDDEN));
    upstream = new RecurrencePlan.OutputGradients(FeatureSlice.of(dY), null, null);
    Tensor dX = scope.floats(STEPS, ROWS, INPUTS);
    gradients = new RecurrencePlan.InputGradients(FeatureSlice.of(dX), null, null);
  }

  static Stream<Cell> cells() {
    return Stream.of(
        Rnn.of(INPUTS, HIDDEN),
        Lstm.of(INPUTS, HIDDEN),
        Gru.of(INPUTS, HIDDEN),
        Gru.article(INPUTS, HIDDEN));
  }

  /**
   * Prints for each cell the bytes that a pass allocates on all threads together. It repeats the
   * pass until the bytes are at most the argument, or until a limit: before the compiler has
   * compiled a loop, its vectors are objects.
   */
  public static void main(String[] arguments) {
    long enough = Long.parseLong(arguments[0]);
    cells()
        .forEach(
            cell -> {
              try (CpuDevice device = new CpuDevice(2);
                  RepeatedPass repeated = new RepeatedPass(device, cell)) {
                long least = Long.MAX_VALUE;
                for (int round = 0; round < MAX_ROUNDS && least > enough; round++) {
                  least = Math.min(least, repeated.allocatedBytes());
                }
                System.out.println(cell.kind() + " " + least);
              }
            });
  }

  private long allocatedBytes() {
    long before = allThreads();
    for (int k = 0; k < PASSES; k++) {
      pass();
    }
    return (allThreads() - before) / PASSES;
  }

  /** The allocated bytes of this thread and the worker threads of the device. */
  private static long allThreads() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Thread[] all = new Thread[Thread.activeCount() + 10];
    int count = Thread.enumerate(all);
    for (int k = 0; k < count; k++) {
      if (all[k].getName().startsWith("sluice-cpu-")) {
        sum += threads.getThreadAllocatedBytes(all[k].getId());
      }
    }
    return sum;
  }

  private Tensor random(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    for (int k = 0; k < values.length; k++) {
      values[k] = random.nextFloat() - 0.5f;
    }
    tensor.write(values);
    return tensor;
  }

  void pass() {
    parameters.all().forEach(Parameter::zeroGradient);
    scope.device().elementwise().fill(gradients.dX().tensor(), 0);
    try (RecurrencePass pass =
        plan.forward(inputs, parameters, outputs, RecurrencePlan.Keep.FOR_BACKWARD)) {
      pass.backward(upstream, gradients);
    }
  }

  List<float[]> results() {
    List<float[]> results = new ArrayList<>();
    results.add(outputs.y().tensor().floats());
    results.add(outputs.hN().floats());
    results.add(gradients.dX().tensor().floats());
    parameters.all().forEach(parameter -> results.add(parameter.gradient().floats()));
    return results;
  }

  @Override
  public void close() {
    scope.close();
  }
}

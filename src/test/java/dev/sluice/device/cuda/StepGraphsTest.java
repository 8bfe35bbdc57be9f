package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.Closeness;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.recurrence.CudaRecurrencePlan;
import dev.sluice.device.cuda.recurrence.StepChunkRunner;
import dev.sluice.device.cuda.recurrence.StepGraph;
import dev.sluice.oracle.OracleWeights;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded graphs give the same bits as single timesteps, and few graphs are recorded. */
@Tag("verify")
@ExtendWith(SimulatedDriver.class)
class StepGraphsTest extends DeviceTest {
  private static final String REPRESENTATIVES = "dev.sluice.device.RecurrenceCases#representatives";
  private static final int STEPS_OF_CHUNK = 3;
  private static final StepChunkRunner.GraphKey KIND =
      new StepChunkRunner.GraphKey(StepChunkRunner.Phase.FORWARD, 1, 0, 0);

  private Device stepwise;

  @Override
  protected Device open() {
    return Gpus.open(DeviceOptions.defaults(), STEPS_OF_CHUNK);
  }

  @BeforeAll
  void openStepwise() {
    stepwise = Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.STEPWISE), STEPS_OF_CHUNK);
  }

  @AfterAll
  void closeStepwise() {
    stepwise.close();
  }

  /**
   * Lengths from less than a chunk to several chunks, with and without a remainder, on one plan.
   */
  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void giveTheSameBitsAsSingleSteps(RecurrenceCase form) {
    try (RecurrencePlan recorded = RecurrenceFixture.plan(device, form, new Capacity(12, 5));
        RecurrencePlan single = RecurrenceFixture.plan(stepwise, form, new Capacity(12, 5))) {
      for (int timesteps = 1; timesteps <= 12; timesteps++) {
        RecurrenceProblem problem = new RecurrenceProblem(sized(form, timesteps, 5));
        Closeness.assertSameBits(run(stepwise, problem, single), run(device, problem, recorded));
      }
    }
  }

  @Test
  void allSequenceLengthsShareTheirGraphs() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(2, 3), 1, 2);
    OracleWeights weights = new RecurrenceProblem(form).weights;
    try (CudaRecurrencePlan plan = plan(form, new Capacity(120, 2));
        RecurrenceFixture first = fixture(form, plan, weights)) {
      for (int timesteps = 1; timesteps <= 120; timesteps++) {
        try (RecurrenceFixture fixture = fixture(sized(form, timesteps, 2), plan, weights)) {
          run(fixture, first);
        }
      }
      assertEquals(2, plan.chunkRunner().recordedGraphs(), "forward and backward");
    }
  }

  /**
   * At most {@link StepChunkRunner#MAX_GRAPHS} graphs are kept; the least recently used one is
   * closed.
   */
  @Test
  void theNumberOfGraphsIsBoundedAndClosedOnesAreRecordedAgain() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(2, 3), 9, 1);
    int batches = StepChunkRunner.MAX_GRAPHS;
    OracleWeights weights = new RecurrenceProblem(form).weights;
    try (CudaRecurrencePlan plan = plan(form, new Capacity(9, batches));
        RecurrenceFixture first = fixture(form, plan, weights)) {
      for (int round = 0; round < 2; round++) {
        for (int batch = 1; batch <= batches; batch++) {
          try (RecurrenceFixture fixture = fixture(sized(form, 9, batch), plan, weights)) {
            run(fixture, first);
            Map<String, double[]> answer = fixture.problem.answer();
            Map<String, float[]> results = fixture.results();
            List.of("y", "hn", "grad.x", "grad.h0")
                .forEach(name -> Closeness.assertClose(name, answer.get(name), results.get(name)));
          }
        }
      }
      assertEquals(StepChunkRunner.MAX_GRAPHS, plan.chunkRunner().recordedGraphs());
    }
  }

  @Test
  void otherWeightsNeedAnotherGraph() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(2, 3), 9, 2);
    try (CudaRecurrencePlan plan = plan(form, new Capacity(9, 2))) {
      List<RecurrenceFixture> fixtures =
          IntStream.range(0, 2)
              .mapToObj(k -> new RecurrenceFixture(device, problem(form, k), plan, 0))
              .toList();
      fixtures.forEach(RecurrenceFixture::run);
      fixtures.forEach(each -> Closeness.assertClose(each.problem.answer(), each.results()));
      assertEquals(4, plan.chunkRunner().recordedGraphs());
      fixtures.forEach(RecurrenceFixture::close);
    }
  }

  @Test
  void aFailureWhileRecordingLeavesTheStreamUsable() {
    CudaDevice cuda = (CudaDevice) device;
    try (DeviceLock held = cuda.lock();
        StepGraph graph = new StepGraph(cuda.stream());
        Scope scope = cuda.scope()) {
      Tensor tensor = scope.zeros(3);
      Runnable work = () -> cuda.elementwise().fill(tensor, 7);
      Runnable failing =
          () -> {
            work.run();
            throw new IllegalStateException("no kernel of this name");
          };
      graph.submit(() -> {});
      assertThrows(IllegalStateException.class, () -> graph.submit(failing));
      assertArrayEquals(new float[] {0, 0, 0}, tensor.floats());
      graph.submit(work);
      assertArrayEquals(new float[] {7, 7, 7}, tensor.floats());
      assertTrue(graph.isRecorded());
    }
    if (!SimulatedDriver.isReal()) {
      assertEquals(0, Simulation.count("graphs"));
    }
  }

  @Test
  void ifRecordingIsRefusedAnAutomaticPlanContinuesStepByStep() {
    CudaDevice cuda = (CudaDevice) device;
    try (DeviceLock held = cuda.lock();
        StepChunkRunner chunks = new StepChunkRunner(cuda.stream(), PlanKind.AUTO, 2);
        Scope scope = cuda.scope()) {
      Tensor sum = scope.zeros(1);
      Tensor one = scope.zeros(1);
      one.write(1f);
      chunks.run(KIND, 9, refusedTheSecondTime(() -> cuda.elementwise().add(one, sum)));
      assertArrayEquals(new float[] {5}, sum.floats()); // four chunks and a rest
      assertEquals(0, chunks.recordedGraphs());
    }
  }

  @Test
  void ifRecordingIsRefusedAGraphPlanFails() {
    CudaDevice cuda = (CudaDevice) device;
    try (DeviceLock held = cuda.lock();
        StepChunkRunner chunks = new StepChunkRunner(cuda.stream(), PlanKind.GRAPH, 2)) {
      DeviceException thrown =
          assertThrows(
              DeviceException.class, () -> chunks.run(KIND, 9, refusedTheSecondTime(() -> {})));
      assertTrue(thrown.getMessage().contains("no product while recording"), thrown.getMessage());
    }
  }

  /**
   * Refuses to be recorded, as cuBLAS may: the first call submits the work, the second one records
   * it.
   */
  private static IntConsumer refusedTheSecondTime(Runnable work) {
    AtomicInteger times = new AtomicInteger();
    return steps -> {
      work.run();
      if (times.incrementAndGet() == 2) {
        throw new DeviceException("no product while recording");
      }
    };
  }

  @Test
  void singleStepsAreNotRecorded() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(2, 3), 9, 2);
    try (RecurrencePlan plan = RecurrenceFixture.plan(stepwise, form, new Capacity(9, 2))) {
      run(stepwise, new RecurrenceProblem(form), plan);
      assertEquals(0, ((CudaRecurrencePlan) plan).chunkRunner().recordedGraphs());
    }
  }

  private CudaRecurrencePlan plan(RecurrenceCase form, Capacity capacity) {
    return (CudaRecurrencePlan) RecurrenceFixture.plan(device, form, capacity);
  }

  private RecurrenceFixture fixture(
      RecurrenceCase form, CudaRecurrencePlan plan, OracleWeights weights) {
    return new RecurrenceFixture(device, new RecurrenceProblem(form, 1, weights), plan, 0);
  }

  private static RecurrenceProblem problem(RecurrenceCase form, int seed) {
    return new RecurrenceProblem(form, new Random(seed).nextLong());
  }

  /**
   * Runs a forward and a backward pass with the tensors of one fixture and the parameters of
   * another.
   */
  private static void run(RecurrenceFixture fixture, RecurrenceFixture owner) {
    try (RecurrencePass pass =
        fixture.plan.forward(
            fixture.inputs, owner.parameters, fixture.outputs, RecurrencePlan.Keep.FOR_BACKWARD)) {
      pass.backward(fixture.upstream, fixture.gradients);
    }
  }

  private static Map<String, float[]> run(
      Device device, RecurrenceProblem problem, RecurrencePlan plan) {
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem, plan, 0)) {
      return fixture.run().results();
    }
  }

  private static RecurrenceCase sized(RecurrenceCase form, int timesteps, int batch) {
    return RecurrenceCase.of(form.cell(), timesteps, batch).with(form.direction());
  }
}

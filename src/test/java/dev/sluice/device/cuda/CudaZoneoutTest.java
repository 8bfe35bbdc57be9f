package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Capacity;
import dev.sluice.device.Closeness;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RandomStream;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.device.cuda.recurrence.CudaRecurrencePlan;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Zoneout's random masks in recorded graphs. */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaZoneoutTest extends DeviceTest {
  private static final int STEPS_OF_CHUNK = 2;

  private Device stepwise;

  @Override
  protected Device open() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.GRAPH), STEPS_OF_CHUNK);
  }

  @BeforeAll
  void openStepwise() {
    stepwise = Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.STEPWISE), STEPS_OF_CHUNK);
  }

  @AfterAll
  void closeStepwise() {
    stepwise.close();
  }

  static Stream<Cell> cells() {
    return Stream.of(
        Lstm.of(3, 5).withZoneout(0.4f, 0.3f),
        Gru.of(3, 5).withZoneout(0.4f),
        Gru.article(3, 5).withZoneout(0.4f),
        Rnn.of(3, 5).withZoneout(0.4f));
  }

  /** One graph serves all timesteps of a run, and each timestep draws its own mask. */
  @ParameterizedTest
  @MethodSource("cells")
  void recordedStepsUseTheRandomStreamOfTheirPass(Cell cell) {
    RecurrenceCase form = RecurrenceCase.of(cell, 9, 4);
    Capacity capacity = new Capacity(9, 4);
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrencePlan single = RecurrenceFixture.plan(stepwise, form, capacity);
        RecurrencePlan recorded = RecurrenceFixture.plan(device, form, capacity);
        RecurrenceFixture expected = new RecurrenceFixture(stepwise, problem, single, 0);
        RecurrenceFixture actual = new RecurrenceFixture(device, problem, recorded, 0)) {
      float[] before = null;
      for (int step = 0; step < 3; step++) {
        RandomStream masks = new RandomStream(17, step, 2);
        Map<String, float[]> results = run(actual, masks);
        Closeness.assertSameBits(run(expected, masks), results);
        assertFalse(Arrays.equals(before, results.get("y")), "the masks of step " + step);
        before = results.get("y");
      }
      assertEquals(2, ((CudaRecurrencePlan) recorded).chunkRunner().recordedGraphs());
    }
  }

  private static Map<String, float[]> run(RecurrenceFixture fixture, RandomStream masks) {
    RecurrencePlan.Inputs given = fixture.inputs;
    RecurrencePlan.Inputs inputs =
        new RecurrencePlan.Inputs(given.x(), given.lengths(), given.h0(), given.c0(), masks);
    try (RecurrencePass pass =
        fixture.plan.forward(
            inputs, fixture.parameters, fixture.outputs, RecurrencePlan.Keep.FOR_BACKWARD)) {
      pass.backward(fixture.upstream, fixture.gradients);
    }
    return fixture.results();
  }
}

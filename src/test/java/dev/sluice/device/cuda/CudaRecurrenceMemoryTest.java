package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.Closeness;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.device.Precision;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.resource.Leaks;
import dev.sluice.sequence.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans and passes give back a GPU's memory, also when they run out of it. */
@Tag("verify")
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class CudaRecurrenceMemoryTest {
  private static final String REPRESENTATIVES = "dev.sluice.device.RecurrenceCases#representatives";

  private CudaDevice device;
  private Leaks leaks;

  @BeforeEach
  void open() {
    leaks = new Leaks();
    device = Gpus.open(DeviceOptions.defaults().withPrecision(Precision.BFLOAT16), 2);
  }

  @AfterEach
  void close() {
    device.close();
    leaks.assertNone();
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void closedPlansAndPassesHoldNoMemory(RecurrenceCase form) {
    long before = device.bytesInUse();
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, new RecurrenceProblem(form))) {
      long without = device.bytesInUse();
      try (RecurrencePass light = fixture.forward(RecurrencePlan.Keep.OUTPUTS)) {
        assertEquals(without, device.bytesInUse(), "a pass that keeps only outputs");
      }
      fixture.run();
      assertEquals(without, device.bytesInUse(), "a pass that went back");
      RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD);
      assertTrue(device.bytesInUse() > without);
      pass.close();
      pass.close();
      assertEquals(without, device.bytesInUse(), "a closed pass");
      assertThrows(
          IllegalStateException.class, () -> pass.backward(fixture.upstream, fixture.gradients));
    }
    assertEquals(before, device.bytesInUse(), "a closed plan");
    assertEquals(0, Simulation.count("executables"));
  }

  /**
   * Runs out of memory at the first allocation of plan and passes, then at the second and so on,
   * until memory suffices.
   */
  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void runningOutOfMemoryAnywhereLeaksNothing(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    Capacity capacity = new Capacity(form.timesteps(), form.batch());
    try (RecurrencePlan own = RecurrenceFixture.plan(device, form, capacity);
        RecurrenceFixture fixture = new RecurrenceFixture(device, problem, own, 0)) {
      long used = device.bytesInUse();
      int failures = 0;
      for (long room = 0; !succeeds(fixture, form, capacity, room); room += 256) {
        failures++;
        assertEquals(used, device.bytesInUse());
      }
      assertTrue(failures > 5, "failures: " + failures);
    }
  }

  private boolean succeeds(
      RecurrenceFixture fixture, RecurrenceCase form, Capacity capacity, long room) {
    Simulation.set("total_memory", Simulation.count("bytes") + room);
    try (RecurrencePlan plan = RecurrenceFixture.plan(device, form, capacity);
        RecurrencePass pass =
            plan.forward(
                fixture.inputs,
                fixture.parameters,
                fixture.outputs,
                RecurrencePlan.Keep.FOR_BACKWARD)) {
      pass.backward(fixture.upstream, fixture.gradients);
      return true;
    } catch (OutOfDeviceMemoryException e) {
      return false;
    }
  }

  @Test
  void aPassAfterRunningOutOfMemoryIsCorrect() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(5, 17), 7, 5).with(Direction.REVERSE);
    RecurrenceProblem problem = new RecurrenceProblem(form);
    Capacity capacity = new Capacity(form.timesteps(), form.batch());
    try (CudaDevice exact = Gpus.open(DeviceOptions.defaults(), 2);
        RecurrencePlan plan = RecurrenceFixture.plan(exact, form, capacity);
        RecurrenceFixture fixture = new RecurrenceFixture(exact, problem, plan, 0)) {
      Simulation.set("total_memory", Simulation.count("bytes"));
      assertThrows(
          OutOfDeviceMemoryException.class,
          () -> fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD));
      Simulation.defaults();
      Closeness.assertClose(problem.answer(), fixture.run().results());
    }
  }

  @Test
  void aClosedPlanRefusesPasses() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(2, 3), 4, 2);
    RecurrencePlan plan = RecurrenceFixture.plan(device, form, new Capacity(4, 2));
    try (RecurrenceFixture fixture =
        new RecurrenceFixture(device, new RecurrenceProblem(form), plan, 0)) {
      try (RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
        plan.close();
        plan.close();
        assertThrows(
            IllegalStateException.class, () -> pass.backward(fixture.upstream, fixture.gradients));
      }
      assertThrows(
          IllegalStateException.class, () -> fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD));
    }
  }

  @Test
  void inputsThatWereWrittenAfterTheForwardPassAreRefused() {
    RecurrenceCase form = RecurrenceCase.of(Lstm.of(2, 3), 4, 2);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, new RecurrenceProblem(form));
        RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
      device.elementwise().fill(fixture.inputs.x().tensor(), 1);
      assertThrows(
          IllegalStateException.class, () -> pass.backward(fixture.upstream, fixture.gradients));
    }
  }
}

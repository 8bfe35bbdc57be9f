package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.model.ModelStream;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.ExponentialMovingAverage;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing leaks if a driver call fails, or if a device is closed before its plans. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class CudaCallFailureTest {
  private static final List<String> KINDS =
      List.of(
          "allocations",
          "bytes",
          "pinned",
          "streams",
          "events",
          "modules",
          "graphs",
          "executables",
          "contexts",
          "blas");

  private interface Work {
    void on(Device device);
  }

  @BeforeEach
  void restart() {
    Simulation.restart();
  }

  private static Map<String, Long> held() {
    Map<String, Long> counts = new TreeMap<>();
    KINDS.forEach(kind -> counts.put(kind, Simulation.count(kind)));
    return counts;
  }

  /**
   * Lets the first driver call of the work fail, then the second and so on, until the work
   * succeeds.
   */
  private static void assertNoFailureLeaks(PlanKind plan, Work work) {
    Map<String, Long> before = held();
    int failures = 0;
    while (!succeeds(failures + 1, plan, work)) {
      failures++;
      assertEquals(before, held(), "after call " + failures + " failed");
    }
    assertTrue(failures > 10, "failures: " + failures);
    assertEquals(before, held());
  }

  private static boolean succeeds(int call, PlanKind plan, Work work) {
    Simulation.set("fails", call);
    try (Device device = Gpus.open(DeviceOptions.defaults().withPlan(plan), 2)) {
      try {
        work.on(device);
      } catch (DeviceException e) {
        assertEquals(0, device.openTensors(), "after call " + call + " failed");
        return false;
      } finally {
        Simulation.set("fails", 0);
      }
      return true;
    } catch (DeviceException e) {
      Simulation.set("fails", 0);
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STEPWISE", "CUDNN"})
  void openingADeviceLeaksNothing(PlanKind plan) {
    assertNoFailureLeaks(plan, device -> device.allocate(DType.FLOAT32, Shape.of(1)).close());
  }

  @Test
  void creatingAModelAndATrainerLeaksNothing() {
    ModelSpec spec =
        ModelSpec.ofSequences(2)
            .recurrent(RecurrentSpec.of(Lstm.of(2, 3)).withRecurrentDropout(0.5))
            .pooling(PoolingKind.LAST)
            .dense(2);
    assertNoFailureLeaks(
        PlanKind.STEPWISE,
        device -> {
          try (Model model = Model.create(spec, device, 1);
              Optimizer adam =
                  Adam.of(1e-3).create(List.of(ParameterGroup.of(model.parameters())));
              ExponentialMovingAverage average =
                  new ExponentialMovingAverage(model.parameters(), 0.9);
              ExponentialMovingAverage.Swapped swapped = average.swapIn();
              ModelStream stream = model.stream(2);
              Scope scope = device.scope()) {
            Features input = Features.data(scope.zeros(3, 2, 2), null);
            Layer.Pass pass = model.forward(input, ForwardContext.training(scope, 1, 0));
            pass.backward(scope.zeros(2, 2));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"GRAPH", "CUDNN"})
  void aPlanClosedAfterItsDeviceLeaksNothing(PlanKind plan) {
    Map<String, Long> before = held();
    Device device = Gpus.open(DeviceOptions.defaults().withPlan(plan), 2);
    RecurrenceProblem problem = new RecurrenceProblem(RecurrenceCase.of(Lstm.of(2, 3), 6, 2));
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      fixture.run();
      assertTrue(plan != PlanKind.GRAPH || Simulation.count("executables") > 0);
      device.close();
      assertEquals(before, held());
    }
    assertEquals(before, held());
  }

  @ParameterizedTest
  @EnumSource(names = {"GRAPH", "CUDNN"})
  void aPlanClosedBeforeItsDeviceLeaksNothing(PlanKind plan) {
    RecurrenceProblem problem = new RecurrenceProblem(RecurrenceCase.of(Lstm.of(2, 3), 6, 2));
    try (Device device = Gpus.open(DeviceOptions.defaults().withPlan(plan), 2)) {
      long blas = Simulation.count("blas");
      try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
        fixture.run();
      }
      assertEquals(0, Simulation.count("executables"));
      assertEquals(blas, Simulation.count("blas"));
    }
  }
}

package dev.sluice.device.cuda;

import dev.sluice.device.Closeness;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrenceProblem;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A GPU may run the threads of a kernel in any order; the bits of a recurrence do not depend on it.
 */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class CudaThreadOrderTest extends DeviceTest {

  @Override
  protected Device open() {
    return Gpus.open(DeviceOptions.defaults(), 2);
  }

  @ParameterizedTest
  @MethodSource("dev.sluice.device.RecurrenceCases#representatives")
  void doesNotChangeTheBits(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    Map<String, float[]> ascending = results(problem);
    for (Simulation.Order order : Simulation.Order.values()) {
      Simulation.order(order, 7);
      Closeness.assertSameBits(ascending, results(problem));
    }
  }

  private Map<String, float[]> results(RecurrenceProblem problem) {
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      return fixture.run().results();
    }
  }
}

package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Full tables, where pairs are enough elsewhere: on one thread and the plainest kernels, which are
 * the fastest on small shapes and the nearest to the equations. Runs without the Vector API.
 */
@Tag("verify")
class RecurrenceProductOnPlainLoopsTest extends DeviceTest {
  private static final String TABLES = "dev.sluice.device.RecurrenceCases#";

  @Override
  protected Device open() {
    return Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
  }

  @Test
  void theKernelsAreThePlainOnes() {
    assertTrue(device.description().contains("plain"), device.description());
  }

  @ParameterizedTest
  @MethodSource({TABLES + "allCombinations", TABLES + "allActivations", TABLES + "allOptions"})
  void agreesWithTheOracle(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      Closeness.assertClose(problem.answer(), fixture.run().results());
    }
  }
}

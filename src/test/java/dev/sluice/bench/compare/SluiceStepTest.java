package dev.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.AnswerError;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SluiceStepTest {
  private static final Workload WORK = WorkloadParser.sentiment("gru", "4,6,8,16r");

  @Test
  void theAnswerIsOfTheFirstThreeStepsHoweverManyWereMade() {
    Map<String, float[]> found = answers(1);
    assertEquals(3, found.get("losses").length);
    assertEquals(0, AnswerError.worst(found, answers(5)).value());
  }

  @Test
  void anEngineThatNeverUpdatesHasAnotherAnswer() {
    Map<String, float[]> expected = answers(1);
    float[] losses = expected.get("losses");
    float[] changes = expected.get("loss changes");
    assertTrue(changes[0] < 0 && changes[1] < 0, "it learns");
    Map<String, float[]> idle =
        Map.of(
            "losses", new float[] {losses[0], losses[0], losses[0]}, "loss changes", new float[2]);
    AnswerError worst = AnswerError.worst(idle, expected);
    assertEquals("loss changes", worst.result());
    assertEquals(1, worst.value(), 1e-6);
  }

  private static Map<String, float[]> answers(int passes) {
    try (Device device = Devices.cpu();
        SluiceStep step = new SluiceStep(device, WORK)) {
      for (int k = 0; k < passes; k++) {
        step.pass();
      }
      return step.answers();
    }
  }
}

package dev.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.AnswerError;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.SluiceEngine;
import dev.sluice.bench.engine.TimedPass;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Training steps of this engine on the CPU. */
class CpuStepTest {

  @Test
  void theAnswerIsOfTheFirstThreeSteps() {
    Map<String, float[]> found = answers("4,6,8,16r");
    assertEquals(3, found.get("losses").length);
    assertEquals(0, AnswerError.worst(found, answers("4,6,8,16r")).value());
  }

  @Test
  void anEngineThatNeverUpdatesHasAnotherAnswer() {
    Map<String, float[]> expected = answers("4,6,8,16");
    float[] losses = expected.get("losses");
    float[] drop = expected.get("drop");
    assertTrue(drop[0] > 0 && drop[1] > drop[0], "it learns");
    Map<String, float[]> idle =
        Map.of("losses", new float[] {losses[0], losses[0], losses[0]}, "drop", new float[2]);
    AnswerError worst = AnswerError.worst(idle, expected);
    assertEquals("drop", worst.result());
    assertEquals(1, worst.value(), 1e-6);
  }

  private static Map<String, float[]> answers(String shape) {
    try (SluiceEngine engine = new SluiceEngine("sluice", new CpuHarness(1));
        Engine.Prepared steps =
            engine.prepare(TaskNotation.step("gru", shape), ProductPrecision.FLOAT32, 1)) {
      Map<String, float[]> answers = steps.answers();
      assertEquals(2, steps.time(TimedPass.STEP, 2, 0).size());
      return answers;
    }
  }
}

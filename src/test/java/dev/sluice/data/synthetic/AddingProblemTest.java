package dev.sluice.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddingProblemTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 50})
  void asksForTheSumOfOneMarkedNumberOfEachHalf(int lag) {
    SequenceBatch batch = AddingProblem.ofLag(lag).batch(40, 3, 0);
    assertEquals(lag, batch.timesteps());
    float[] sums = ((SequenceTargets.Values) batch.targets()).values();
    for (int n = 0; n < 40; n++) {
      int[] markers = new int[2];
      float sum = 0;
      for (int t = 0; t < lag; t++) {
        float number = batch.inputs()[(t * 40 + n) * 2];
        float marker = batch.inputs()[(t * 40 + n) * 2 + 1];
        assertTrue(number >= 0 && number < 1, "number " + number);
        assertTrue(marker == 0 || marker == 1, "marker " + marker);
        markers[t < lag / 2 ? 0 : 1] += (int) marker;
        sum += marker * number;
      }
      assertEquals(1, markers[0]);
      assertEquals(1, markers[1]);
      assertEquals(sum, sums[n]);
    }
  }

  @Test
  void hasTheBaselineOfTheConstantOne() {
    AddingProblem task = AddingProblem.ofLag(10);
    float[] sums = ((SequenceTargets.Values) task.batch(40_000, 1, 0).targets()).values();
    double squares = 0;
    for (float sum : sums) {
      squares += (sum - 1) * (sum - 1);
    }
    assertEquals(1.0 / 6, task.baselineLoss());
    // Five standard errors.
    assertEquals(task.baselineLoss(), squares / sums.length, 0.005);
  }

  @Test
  void needsTwoTimesteps() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> AddingProblem.ofLag(1));
    assertEquals("adding problem lag: expected at least 2, got 1", refused.getMessage());
  }
}

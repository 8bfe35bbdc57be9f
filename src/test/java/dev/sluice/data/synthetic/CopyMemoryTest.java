package dev.sluice.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CopyMemoryTest {
  private static final int N = 20;

  @Test
  void showsSymbolsBlanksADelimiterAndBlanks() {
    CopyMemory task = new CopyMemory(5, 4, 3);
    SequenceBatch batch = task.batch(N, 3, 0);
    assertEquals(11, batch.timesteps());
    assertEquals(6, batch.features());
    for (int n = 0; n < N; n++) {
      int[] shown = shown(batch, n);
      Arrays.stream(shown, 0, 3).forEach(symbol -> assertEquals(symbol % 4, symbol));
      int[] rest = Arrays.copyOfRange(shown, 3, 11);
      assertEquals("[4, 4, 4, 4, 5, 4, 4, 4]", Arrays.toString(rest));
    }
  }

  @Test
  void asksForBlanksAndThenForTheSymbolsInOrder() {
    SequenceBatch batch = new CopyMemory(5, 4, 3).batch(N, 3, 0);
    int[] targets = ((SequenceTargets.StepClassIds) batch.targets()).ids();
    for (int n = 0; n < N; n++) {
      int[] shown = shown(batch, n);
      for (int t = 0; t < 11; t++) {
        assertEquals(t < 8 ? 4 : shown[t - 8], targets[t * N + n], "timestep " + t);
      }
    }
  }

  /** The ids of the one-hot inputs of a row. */
  private static int[] shown(SequenceBatch batch, int n) {
    int[] ids = new int[batch.timesteps()];
    for (int t = 0; t < ids.length; t++) {
      int at = (t * batch.batchSize() + n) * batch.features();
      float sum = 0;
      for (int f = 0; f < batch.features(); f++) {
        sum += batch.inputs()[at + f];
        ids[t] += f * (int) batch.inputs()[at + f];
      }
      assertEquals(1, sum, "one-hot");
    }
    return ids;
  }

  @Test
  void hasTheBaselineOfThePaper() {
    CopyMemory standard = CopyMemory.ofLag(100);
    assertEquals(120, standard.timesteps());
    assertEquals(10 * Math.log(8) / 120, standard.baselineLoss(), 1e-12);
  }

  @Test
  void refusesASingleSymbol() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new CopyMemory(5, 1, 3));
    assertEquals("copy memory symbols: expected at least 2, got 1", refused.getMessage());
  }
}

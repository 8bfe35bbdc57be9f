package dev.sluice.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalOrderTest {
  private static final String ALPHABET = "EBabcdXY";
  private static final int N = 60;

  @ParameterizedTest
  @ValueSource(ints = {10, 37, 100})
  void classifiesTheOrderOfTwoSymbolsAmongDistractors(int lag) {
    SequenceBatch batch = TemporalOrder.ofLag(lag).batch(N, 3, 0);
    int[] classes = ((SequenceTargets.ClassIds) batch.targets()).ids();
    for (int n = 0; n < N; n++) {
      String text = text(batch, n);
      assertTrue(text.matches("E[abcd]*[XY][abcd]*[XY][abcd]*B"), text);
      assertTrue(text.length() >= lag && text.length() <= lag + lag / 10, text);
      int first = text.replace('Y', 'X').indexOf('X');
      int second = text.replace('Y', 'X').lastIndexOf('X');
      assertTrue(first >= lag / 10 && first <= 2 * lag / 10, text);
      assertTrue(second >= 5 * lag / 10 && second <= 6 * lag / 10, text);
      String order = text.substring(first, first + 1) + text.charAt(second);
      assertEquals(Arrays.asList("XX", "XY", "YX", "YY").indexOf(order), classes[n], text);
    }
    assertEquals(4, Arrays.stream(classes).distinct().count());
  }

  /** The symbols of a row; padding must be zero. */
  private static String text(SequenceBatch batch, int n) {
    StringBuilder text = new StringBuilder();
    for (int t = 0; t < batch.timesteps(); t++) {
      for (int f = 0; f < ALPHABET.length(); f++) {
        float value = batch.inputs()[(t * N + n) * ALPHABET.length() + f];
        if (value != 0) {
          assertEquals(1, value);
          assertEquals(t, text.length(), "one symbol per timestep");
          text.append(ALPHABET.charAt(f));
        }
      }
    }
    assertEquals(batch.lengths()[n], text.length());
    return text.toString();
  }

  @Test
  void hasTheBaselineOfGuessingOneOfFour() {
    assertEquals(Math.log(4), TemporalOrder.ofLag(10).baselineLoss());
  }

  @Test
  void needsTenTimesteps() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> TemporalOrder.ofLag(9));
    assertEquals("temporal order lag: expected 10 to 268435455, got 9", refused.getMessage());
  }
}

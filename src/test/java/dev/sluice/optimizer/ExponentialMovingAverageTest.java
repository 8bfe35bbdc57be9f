package dev.sluice.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.device.Parameter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExponentialMovingAverageTest extends OnCpu {
  private static final double DECAY = 0.25;
  private Parameter w;
  private ExponentialMovingAverage average;

  @BeforeEach
  void averageOfOneWeight() {
    w = Weights.of(scope, "w", 8);
    average = scope.own(new ExponentialMovingAverage(List.of(w), DECAY));
  }

  @Test
  void followsTheScheduleUntilTheDecay() {
    double expected = 8;
    for (int t = 0; t < 6; t++) {
      w.value().write((float) (t * t));
      average.update();
      // 0.1, 0.18, then 0.25 instead of 3/12 = 0.25, 4/13, ...
      double d = Math.min(DECAY, (1.0 + t) / (10 + t));
      expected = d * expected + (1 - d) * t * t;
    }
    assertClose(new double[] {expected}, average.state().get("w.average"));
    assertEquals(6, average.updates());
  }

  @Test
  void swappingInKeepsTheWeights() {
    w.value().write(4f);
    try (ExponentialMovingAverage.Swapped swapped = average.swapIn()) {
      assertArrayEquals(new float[] {8}, w.value().floats());
      assertThrows(IllegalStateException.class, average::update);
      assertThrows(IllegalStateException.class, average::swapIn);
    }
    assertArrayEquals(new float[] {4}, w.value().floats());
    assertArrayEquals(new float[] {8}, average.state().get("w.average").floats());
    average.update();
  }

  @Test
  void continuesFromRestoredState() {
    ExponentialMovingAverage straight = scope.own(new ExponentialMovingAverage(List.of(w), 0.9));
    straight.update();
    w.value().write(2f);
    straight.update();
    ExponentialMovingAverage resumed = scope.own(new ExponentialMovingAverage(List.of(w), 0.9));
    resumed.restore(straight.updates());
    resumed.state().get("w.average").write(straight.state().get("w.average").floats());
    w.value().write(-1f);
    straight.update();
    resumed.update();
    assertArrayEquals(
        straight.state().get("w.average").floats(), resumed.state().get("w.average").floats());
  }

  @Test
  void closingWhileSwappedInRestoresTheWeights() {
    ExponentialMovingAverage closed = new ExponentialMovingAverage(List.of(w), 0.9);
    w.value().write(4f);
    closed.swapIn();
    closed.close();
    assertArrayEquals(new float[] {4}, w.value().floats());
  }
}

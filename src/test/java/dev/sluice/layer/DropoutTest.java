package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest extends OnCpu {
  private static final float RATE = 0.25f;
  private final DropoutSpec spec = DropoutSpec.of(RATE);

  private Tensor ones() {
    Tensor ones = scope.floats(20, 100);
    device.elementwise().fill(ones, 1);
    return ones;
  }

  private Layer.Pass forward(ForwardContext context) {
    return spec.create(Draws.context(scope)).forward(Features.computed(ones(), null), context);
  }

  @Test
  void keepsTheMeanAndDropsAtTheRate() {
    float[] y = forward(ForwardContext.training(scope, 1, 0)).output().values().floats();
    int dropped = 0;
    for (float value : y) {
      if (value == 0) {
        dropped++;
      } else {
        assertEquals(1 / (1 - RATE), value, 1e-6);
      }
    }
    // Five standard deviations of a binomial distribution of 2,000 draws.
    assertEquals(RATE * y.length, dropped, 5 * Math.sqrt(y.length * RATE * (1 - RATE)));
  }

  @Test
  void backwardDropsTheSameElements() {
    Layer.Pass pass = forward(ForwardContext.training(scope, 1, 0));
    float[] y = pass.output().values().floats();
    assertArrayEquals(y, pass.backward(ones()).floats());
  }

  @Test
  void aLockedMaskIsTheSameAtEveryTimestep() {
    Tensor ones = scope.floats(5, 4, 30);
    device.elementwise().fill(ones, 1);
    Dropout locked = DropoutSpec.of(RATE, DropoutMask.LOCKED).create(Draws.context(scope));
    Layer.Pass pass =
        locked.forward(Features.computed(ones, null), ForwardContext.training(scope, 1, 0));
    float[] y = pass.output().values().floats();
    float[] first = Arrays.copyOf(y, 120);
    for (int t = 1; t < 5; t++) {
      assertArrayEquals(first, Arrays.copyOfRange(y, t * 120, (t + 1) * 120));
    }
    assertFalse(
        Arrays.equals(Arrays.copyOf(first, 30), Arrays.copyOfRange(first, 30, 60)),
        "rows have masks of their own");
    device.elementwise().fill(ones, 1);
    assertArrayEquals(y, pass.backward(ones).floats());
    Tensor vectors = scope.floats(4, 30);
    device.elementwise().fill(vectors, 1);
    assertArrayEquals(
        first,
        locked
            .forward(Features.computed(vectors, null), ForwardContext.training(scope, 1, 0))
            .output()
            .values()
            .floats());
  }

  @Test
  void theMaskFollowsFromSeedAndStep() {
    float[] mask = forward(ForwardContext.training(scope, 1, 0)).output().values().floats();
    assertArrayEquals(
        mask, forward(ForwardContext.training(scope, 1, 0)).output().values().floats());
    assertFalse(
        Arrays.equals(
            mask, forward(ForwardContext.training(scope, 1, 1)).output().values().floats()));
    assertFalse(
        Arrays.equals(
            mask, forward(ForwardContext.training(scope, 2, 0)).output().values().floats()));
  }

  @Test
  void inferenceReturnsTheInput() {
    Features input = Features.computed(ones(), null);
    Layer.Pass pass =
        spec.create(Draws.context(scope)).forward(input, ForwardContext.inference(scope));
    assertSame(input, pass.output());
  }

  @Test
  void refusesARateOfOne() {
    assertThrows(IllegalArgumentException.class, () -> DropoutSpec.of(1));
    assertThrows(IllegalArgumentException.class, () -> DropoutSpec.of(Double.NaN));
  }
}

package dev.sluice.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.device.Parameter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClippingTest extends OnCpu {
  private Parameter a;
  private Parameter b;

  @BeforeEach
  void gradientsOfNorm13() {
    a = Weights.of(scope, "a", 0, 0);
    b = Weights.of(scope, "b", 0);
    a.gradient().write(3f, -4f);
    b.gradient().write(12f);
  }

  private Clipping.Clipped apply(Clipping clipping) {
    return clipping.apply(List.of(a, b), scope);
  }

  @Test
  void noneMeasuresTheNormOnly() {
    Clipping.Clipped clipped = apply(Clipping.none());
    assertEquals(13, clipped.norm().floats()[0], 1e-5);
    assertEquals(1, clipped.scale().floats()[0]);
    assertArrayEquals(new float[] {3, -4}, a.gradient().floats());
  }

  @Test
  void byGlobalNormScalesAllAlike() {
    Clipping.Clipped clipped = apply(Clipping.byGlobalNorm(6.5));
    assertEquals(13, clipped.norm().floats()[0], 1e-5);
    assertEquals(0.5, clipped.scale().floats()[0], 1e-6);
  }

  @Test
  void byGlobalNormLeavesSmallGradientsAlone() {
    assertEquals(1, apply(Clipping.byGlobalNorm(14)).scale().floats()[0]);
  }

  @Test
  void byValueLimitsEachElement() {
    Clipping.Clipped clipped = apply(Clipping.byValue(3.5));
    assertArrayEquals(new float[] {3, -3.5f}, a.gradient().floats());
    assertArrayEquals(new float[] {3.5f}, b.gradient().floats());
    assertEquals(1, clipped.scale().floats()[0]);
    assertEquals(13, clipped.norm().floats()[0], 1e-5);
  }

  @Test
  void frozenParametersDoNotCount() {
    b.setTrainable(false);
    assertEquals(5, apply(Clipping.none()).norm().floats()[0], 1e-5);
  }

  @Test
  void nanReachesTheNormWhateverTheKind() {
    for (Clipping clipping :
        List.of(Clipping.none(), Clipping.byGlobalNorm(1), Clipping.byValue(1))) {
      b.gradient().write(Float.NaN);
      assertTrue(Float.isNaN(apply(clipping).norm().floats()[0]), clipping.toString());
    }
  }

  @Test
  void refusesALimitOfZero() {
    assertThrows(IllegalArgumentException.class, () -> Clipping.byValue(0));
    assertThrows(IllegalArgumentException.class, () -> Clipping.byGlobalNorm(Double.NaN));
  }
}

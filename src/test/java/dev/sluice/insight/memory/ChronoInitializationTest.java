package dev.sluice.insight.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChronoInitializationTest extends OnCpu {
  private static final int H = 200;
  private static final int LAG = 50;

  private float[] biases(CellKind cell) {
    ModelSpec spec = ModelSpec.ofSequences(1).recurrent(features -> cell.layer(features, H));
    try (Model model = Model.create(spec, device, 1)) {
      ChronoInitialization.apply(model, cell, H, LAG, 1);
      return model.parameter("0.recurrent.bias_ih_l0").value().floats();
    }
  }

  @Test
  void spreadsTheForgetGatesOfAnLstmOverTheLag() {
    float[] biases = biases(CellKind.LSTM);
    double sum = 0;
    for (int unit = 0; unit < H; unit++) {
      double time = Math.exp(biases[H + unit]);
      assertTrue(time >= 1 && time <= LAG - 1, "time constant " + time);
      assertEquals(-biases[H + unit], biases[unit], "input gate");
      sum += time;
    }
    // Uniform from 1 to 49; five standard errors.
    assertEquals(25, sum / H, 5);
    assertArrayEquals(new float[2 * H], Arrays.copyOfRange(biases, 2 * H, 4 * H));
  }

  @Test
  void spreadsTheUpdateGatesOfAGru() {
    float[] biases = biases(CellKind.GRU);
    assertArrayEquals(new float[H], Arrays.copyOfRange(biases, 0, H));
    assertArrayEquals(
        Arrays.copyOfRange(biases(CellKind.LSTM), H, 2 * H), Arrays.copyOfRange(biases, H, 2 * H));
    assertArrayEquals(new float[H], Arrays.copyOfRange(biases, 2 * H, 3 * H));
  }

  @Test
  void leavesAnRnnAlone() {
    assertArrayEquals(new float[H], biases(CellKind.RNN));
  }
}

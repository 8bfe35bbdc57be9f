package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.OnCpu;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deterministic pass has the outputs of inference, and gradients of these outputs. */
class DeterministicPassTest extends OnCpu {
  private static final int T = 4;
  private static final int I = 3;

  static Cell[] cells() {
    return new Cell[] {
      Rnn.of(I, 5).withZoneout(0.2f), Lstm.of(I, 5).withZoneout(0.2f, 0.3f), Gru.of(I, 5)
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void hasTheOutputsOfInferenceAndTheirGradients(Cell cell) {
    ModelSpec spec =
        ModelSpec.ofSequences(I)
            .dropout(0.5)
            .recurrent(
                RecurrentSpec.of(cell)
                    .withLayers(2)
                    .withDropout(0.5)
                    .withRecurrentDropout(cell.zoneout().acts() ? 0 : 0.5))
            .pooling(PoolingKind.LAST)
            .dropout(0.5)
            .dense(1);
    try (Model model = Model.create(spec, device, 3)) {
      float[] x = new float[T * I];
      Random random = new Random(5);
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      Tensor values = scope.floats(T, 1, I);
      values.write(x);
      Layer.Pass pass =
          model.forward(Features.computed(values, null), ForwardContext.deterministic(scope));
      assertArrayEquals(new float[] {output(model, x)}, pass.output().values().floats());
      Tensor one = scope.floats(1, 1);
      one.write(1f);
      float[] gradient = Objects.requireNonNull(pass.backward(one)).floats();
      for (int i = 0; i < x.length; i++) {
        assertEquals(centralDifference(model, x, i), gradient[i], 2e-4, "element " + i);
      }
    }
  }

  private float output(Model model, float[] x) {
    float[][] steps = new float[T][I];
    for (int t = 0; t < T; t++) {
      System.arraycopy(x, t * I, steps[t], 0, I);
    }
    return model.predict(new float[][][] {steps})[0][0];
  }

  private double centralDifference(Model model, float[] x, int i) {
    float step = 1e-2f;
    float[] more = x.clone();
    more[i] += step;
    float[] less = x.clone();
    less[i] -= step;
    return (output(model, more) - output(model, less)) / (2.0 * step);
  }
}

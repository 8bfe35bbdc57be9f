package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RecurrentInferenceTest extends OnCpu {
  private static final int N = 3;
  private static final int I = 4;
  private static final int H = 5;

  @Test
  void singleStepsWithCarriedStatesEqualTheWholeSequence() {
    int timesteps = 7;
    Recurrent layer = RecurrentSpec.of(Lstm.of(I, H), Gru.of(H, 2)).create(Draws.context(scope));
    float[] x = inputs(timesteps, 1);
    float[] whole = run(layer, x, timesteps);
    try (RecurrentStream stream = layer.stream(N)) {
      for (int round = 0; round < 2; round++) {
        for (int t = 0; t < timesteps; t++) {
          float[] step = Arrays.copyOfRange(x, t * N * I, (t + 1) * N * I);
          Tensor y = stream.step(floats(step, N, I), scope);
          assertArrayEquals(
              Arrays.copyOfRange(whole, t * N * 2, (t + 1) * N * 2), y.floats(), 1e-6f);
        }
        stream.reset();
      }
      Tensor rest = stream.step(floats(x, timesteps, N, I), scope);
      assertArrayEquals(whole, rest.floats(), 1e-6f);
    }
  }

  @Test
  void aStreamOfProjectedCellsStartsFromTheLearnedStates() {
    int timesteps = 4;
    Recurrent layer =
        RecurrentSpec.of(Lstm.of(I, H).withProjection(2).withZoneout(0.2f, 0.1f), Gru.of(2, 3))
            .withInitialStates(InitialStates.LEARNED)
            .withRecurrentDropout(0.5)
            .create(Draws.context(scope));
    for (Parameter parameter : layer.parameters()) {
      if (parameter.name().startsWith("h0") || parameter.name().startsWith("c0")) {
        int size = (int) parameter.value().shape().elements();
        parameter.value().write(Values.floats(new Draws(size).doubles(size)));
      }
    }
    float[] x = inputs(timesteps, 2);
    float[] whole = run(layer, x, timesteps);
    try (RecurrentStream stream = layer.stream(N)) {
      for (int round = 0; round < 2; round++) {
        for (int t = 0; t < timesteps; t++) {
          float[] step = Arrays.copyOfRange(x, t * N * I, (t + 1) * N * I);
          assertArrayEquals(
              Arrays.copyOfRange(whole, t * N * 3, (t + 1) * N * 3),
              stream.step(floats(step, N, I), scope).floats(),
              1e-6f);
        }
        stream.reset();
      }
    }
  }

  @Test
  void aReverseStackCannotStream() {
    Recurrent layer =
        RecurrentSpec.of(Gru.of(I, H))
            .withDirections(DirectionMode.BIDIRECTIONAL)
            .create(Draws.context(scope));
    assertThrows(IllegalArgumentException.class, () -> layer.stream(1));
  }

  @Test
  void fourThreadsGiveTheSameAsOne() throws Exception {
    Recurrent layer =
        RecurrentSpec.of(Lstm.of(I, H))
            .withLayers(2)
            .withDirections(DirectionMode.BIDIRECTIONAL)
            .create(Draws.context(scope));
    // Growing lengths, so that new plans are created while old ones are in use.
    List<Integer> lengths = new ArrayList<>();
    for (int k = 0; k < 64; k++) {
      lengths.add(1 + k);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<float[]> concurrent = new ArrayList<>();
    try {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int length : lengths) {
        tasks.add(() -> run(layer, inputs(length, length), length));
      }
      for (Future<float[]> answer : threads.invokeAll(tasks)) {
        concurrent.add(answer.get());
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(lengths.size(), concurrent.size());
    for (int k = 0; k < lengths.size(); k++) {
      int length = lengths.get(k);
      assertArrayEquals(run(layer, inputs(length, length), length), concurrent.get(k));
    }
  }

  private static float[] inputs(int timesteps, long seed) {
    return Values.floats(new Draws(seed).doubles(timesteps * N * I));
  }

  private float[] run(Recurrent layer, float[] x, int timesteps) {
    try (Scope own = device.scope()) {
      Tensor values = own.floats(timesteps, N, I);
      values.write(x);
      return layer
          .forward(Features.data(values, null), ForwardContext.inference(own))
          .output()
          .values()
          .floats();
    }
  }
}

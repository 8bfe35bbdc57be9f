package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Parameter;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Layer;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.oracle.Values;
import dev.sluice.sequence.Bptt;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatefulModelTest extends OnCpu {
  private static final int T = 9;
  private static final int WINDOW = 3;
  private static final int N = 4;
  private static final int I = 3;
  private static final int OUT = 2;

  private final float[] x = Values.floats(Values.random(1, new Random(1), T * N * I));
  private final float[] dY = Values.floats(Values.random(1, new Random(2), T * N * OUT));

  private Model model(RecurrentSpec recurrent) {
    ModelSpec spec = ModelSpec.ofSequences(I).recurrent(recurrent).dense(OUT);
    return scope.own(Model.create(spec, device, 42));
  }

  /** No gradient flows from a window to the window before, in any layer. */
  @ParameterizedTest
  @EnumSource(InitialStates.class)
  void windowsAreTheWholeSequenceTruncated(InitialStates initial) {
    RecurrentSpec windowed =
        RecurrentSpec.of(Lstm.of(I, 5), Gru.of(5, 4)).withInitialStates(initial);
    Model whole = model(windowed.withBptt(Bptt.truncated(WINDOW)));
    Model pieces = model(windowed);
    for (Model each : new Model[] {whole, pieces}) {
      writeLearned(each);
    }
    Layer.Pass pass = forward(whole, 0, T, ForwardContext.training(scope, 1, 0));
    float[] expected = pass.output().values().floats();
    pass.backward(floats(dY, T, N, OUT));
    try (StatefulModel windows = pieces.stateful(N)) {
      for (int round = 0; round < 2; round++) {
        pieces.zeroGradients();
        float[] actual = new float[expected.length];
        for (int from = 0; from < T; from += WINDOW) {
          Layer.Pass window = forward(windows, from, WINDOW, ForwardContext.training(scope, 1, 0));
          int size = WINDOW * N * OUT;
          int at = from * N * OUT;
          System.arraycopy(window.output().values().floats(), 0, actual, at, size);
          window.backward(floats(Arrays.copyOfRange(dY, at, at + size), WINDOW, N, OUT));
        }
        assertArrayEquals(expected, actual, 1e-6f);
        for (Parameter parameter : whole.parameters()) {
          assertClose(
              Values.flat(new double[][] {doubles(parameter.gradient().floats())}),
              pieces.parameter(parameter.name()).gradient().floats(),
              parameter.name());
        }
        windows.resetStates();
      }
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, k -> values[k]);
    return doubles;
  }

  private static void writeLearned(Model model) {
    for (Parameter parameter : model.parameters()) {
      if (parameter.name().matches(".*[.][hc]0_.*")) {
        int size = (int) parameter.value().shape().elements();
        parameter.value().write(Values.floats(Values.random(1, new Random(size), size)));
      }
    }
  }

  private Layer.Pass forward(Layer model, int from, int steps, ForwardContext context) {
    float[] part = Arrays.copyOfRange(x, from * N * I, (from + steps) * N * I);
    return model.forward(Features.data(floats(part, steps, N, I), null), context);
  }

  @Test
  void severalWindowsMayBeOpenAtOnce() {
    Model model = model(RecurrentSpec.of(Lstm.of(I, 5)));
    float[][] gradients = new float[2][];
    for (int late = 0; late < 2; late++) {
      model.zeroGradients();
      try (StatefulModel windows = model.stateful(N)) {
        ForwardContext context = ForwardContext.training(scope, 1, 0);
        Layer.Pass first = forward(windows, 0, WINDOW, context);
        Layer.Pass second = forward(windows, WINDOW, WINDOW, context);
        if (late == 1) {
          forward(windows, 2 * WINDOW, WINDOW, context);
        }
        first.backward(floats(new float[WINDOW * N * OUT], WINDOW, N, OUT));
        second.backward(floats(Arrays.copyOf(dY, WINDOW * N * OUT), WINDOW, N, OUT));
      }
      gradients[late] = model.parameter("0.recurrent.weight_hh_l0").gradient().floats();
    }
    assertArrayEquals(gradients[0], gradients[1]);
  }

  @Test
  void inferenceDoesNotChangeCarriedStates() {
    Model model = model(RecurrentSpec.of(Gru.of(I, 5)));
    try (StatefulModel windows = model.stateful(N)) {
      forward(windows, 0, WINDOW, ForwardContext.training(scope, 1, 0));
      float[] carried = windows.carried().get("0.recurrent.h_l0").floats();
      float[] alone =
          forward(model, WINDOW, WINDOW, ForwardContext.inference(scope))
              .output()
              .values()
              .floats();
      float[] window =
          forward(windows, WINDOW, WINDOW, ForwardContext.inference(scope))
              .output()
              .values()
              .floats();
      assertArrayEquals(alone, window);
      assertArrayEquals(carried, windows.carried().get("0.recurrent.h_l0").floats());
      float[] goingOn =
          forward(windows, WINDOW, WINDOW, ForwardContext.training(scope, 1, 1))
              .output()
              .values()
              .floats();
      assertFalse(Arrays.equals(alone, goingOn));
    }
  }

  @Test
  void aShorterRowContinuesFromItsOwnLastStep() {
    Model model = model(RecurrentSpec.of(Lstm.of(I, 5)));
    try (StatefulModel windows = model.stateful(N)) {
      Features input = Features.data(floats(x, T, N, I), ints(new int[] {9, 1, 0, 5}, N));
      windows.forward(input, ForwardContext.training(scope, 1, 0));
      float[] h = windows.carried().get("0.recurrent.h_l0").floats();
      assertArrayEquals(new float[5], Arrays.copyOfRange(h, 10, 15), "a row without steps");
      Features short1 = Features.data(floats(Arrays.copyOf(x, N * I), 1, N, I), null);
      try (StatefulModel one = model.stateful(N)) {
        one.forward(short1, ForwardContext.training(scope, 1, 0));
        float[] first = one.carried().get("0.recurrent.h_l0").floats();
        assertArrayEquals(
            Arrays.copyOfRange(first, 5, 10), Arrays.copyOfRange(h, 5, 10), 1e-6f, "one step");
      }
    }
  }

  @Test
  void refusalsNameBothSettings() {
    Model both = model(RecurrentSpec.of(Gru.of(I, 5)).withDirections(DirectionMode.BIDIRECTIONAL));
    assertEquals(
        "stateful: carried states need a forward recurrence, got directions BIDIRECTIONAL of"
            + " 0.recurrent: a reverse recurrence starts from the end of its sequence",
        refusal(() -> both.stateful(N)));
    Model dense = scope.own(Model.create(ModelSpec.ofSequences(I).dense(OUT), device, 1));
    assertEquals(
        "stateful: expected a model with a recurrent layer, got none",
        refusal(() -> dense.stateful(N)));
    Model model = model(RecurrentSpec.of(Gru.of(I, 5)));
    try (StatefulModel windows = model.stateful(N + 1)) {
      assertEquals(
          "window: expected 5 rows, as in the windows before, got 4",
          refusal(() -> forward(windows, 0, WINDOW, ForwardContext.training(scope, 1, 0))));
    }
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}

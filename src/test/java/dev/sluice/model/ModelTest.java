package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Merge;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.oracle.Values;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelTest extends OnCpu {
  private static final ModelSpec SPEC =
      ModelSpec.embedding(10, 4)
          .recurrent(Lstm.of(4, 6))
          .pooling(PoolingKind.LAST)
          .dropout(0.3)
          .dense(2);

  private Model model(ModelSpec spec) {
    return scope.own(Model.create(spec, device, 42));
  }

  @Test
  void parametersAreNamedAfterTheirLayers() {
    Model model = model(SPEC);
    List<String> names =
        List.of(
            "0.embedding.weight",
            "1.recurrent.weight_ih_l0",
            "1.recurrent.weight_hh_l0",
            "1.recurrent.bias_ih_l0",
            "1.recurrent.bias_hh_l0",
            "4.dense.weight",
            "4.dense.bias");
    assertEquals(names, model.parameters().stream().map(Parameter::name).toList());
    assertEquals(names, List.copyOf(SPEC.parameterShapes().keySet()));
    assertEquals(40 + 24 * 4 + 24 * 6 + 24 + 24 + 12 + 2, model.parameterCount());
    assertEquals("4.dense.bias", model.parameter("4.dense.bias").name());
    assertThrows(IllegalArgumentException.class, () -> model.parameter("dense.bias"));
  }

  @Test
  void summaryShowsEveryLayer() {
    String expected =
        """
        layer            output               parameters
        0.embedding      [T, N, 4]                    40
        1.recurrent      [T, N, 6]                   288
        2.pooling        [N, 6]                        0
        3.dropout        [N, 6]                        0
        4.dense          [N, 2]                       14
        total                                        342
        """;
    assertEquals(expected, model(SPEC).summary().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void summaryShowsProjectedWidthsSumsAndLearnedStates() {
    ModelSpec spec =
        ModelSpec.ofSequences(3)
            .recurrent(
                RecurrentSpec.of(Lstm.of(3, 6).withProjection(2))
                    .withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)
                    .withInitialStates(InitialStates.LEARNED));
    int each = 24 * 3 + 24 * 2 + 24 + 24 + 2 * 6 + 2 + 6;
    String expected =
        String.format(
            Locale.ROOT,
            """
        layer            output               parameters
        0.recurrent      [T, N, 2]                   %d
        total                                        %d
        """,
            2 * each,
            2 * each);
    assertEquals(expected, model(spec).summary().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void equalSeedsGiveEqualParameters() {
    Model same = model(SPEC);
    Model other = scope.own(Model.create(SPEC, device, 43));
    for (Parameter parameter : model(SPEC).parameters()) {
      float[] values = parameter.value().floats();
      assertArrayEquals(values, same.parameter(parameter.name()).value().floats());
      assertFalse(
          Arrays.equals(values, other.parameter(parameter.name()).value().floats()),
          parameter.name());
    }
  }

  @Test
  void frozenLayersGetNoGradientAndTheOthersTheirs() {
    Model free = model(SPEC);
    Model frozen = model(SPEC);
    frozen.freeze("0.embedding");
    frozen.freeze("1.recurrent.weight_hh");
    for (Model each : List.of(free, frozen)) {
      Layer.Pass pass =
          each.forward(
              Features.data(ints(new int[] {3, 4, 5, 6}, 2, 2), null),
              ForwardContext.training(scope, 1, 0));
      pass.backward(floats(new float[] {1, -1, 2, 0.5f}, 2, 2));
    }
    for (Parameter parameter : frozen.parameters()) {
      float[] gradient = parameter.gradient().floats();
      float[] wanted =
          parameter.trainable()
              ? free.parameter(parameter.name()).gradient().floats()
              : new float[gradient.length];
      assertArrayEquals(wanted, gradient, parameter.name());
    }
    frozen.unfreeze("");
    assertTrue(frozen.parameters().stream().allMatch(Parameter::trainable));
    assertThrows(IllegalArgumentException.class, () -> frozen.freeze("embedding"));
  }

  @Test
  void halvesOfABatchAddUpToTheGradientOfTheWhole() {
    ModelSpec spec = ModelSpec.embedding(10, 4).recurrent(Gru.of(4, 3));
    Model whole = model(spec);
    Model halves = model(spec);
    int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] dY = Values.floats(Values.random(1, new Random(1), 2 * 4 * 3));
    backward(whole, tokens, dY, 0, 4);
    backward(halves, tokens, dY, 0, 2);
    backward(halves, tokens, dY, 2, 4);
    for (Parameter parameter : whole.parameters()) {
      assertArrayEquals(
          parameter.gradient().floats(),
          halves.parameter(parameter.name()).gradient().floats(),
          1e-6f);
    }
    halves.zeroGradients();
    assertArrayEquals(new float[40], halves.parameter("0.embedding.weight").gradient().floats());
  }

  /** Rows {@code from} to {@code to - 1} of a batch with two steps and four rows. */
  private void backward(Model model, int[] tokens, float[] dY, int from, int to) {
    int rows = to - from;
    int[] someTokens = new int[2 * rows];
    float[] someGradients = new float[2 * rows * 3];
    for (int t = 0; t < 2; t++) {
      System.arraycopy(tokens, t * 4 + from, someTokens, t * rows, rows);
      System.arraycopy(dY, (t * 4 + from) * 3, someGradients, t * rows * 3, rows * 3);
    }
    model
        .forward(
            Features.data(ints(someTokens, 2, rows), null), ForwardContext.training(scope, 1, 0))
        .backward(floats(someGradients, 2, rows, 3));
  }

  @Test
  void theLastStateOfABidirectionalStackIsWhereEachDirectionEnds() {
    ModelSpec sequence =
        ModelSpec.ofSequences(3)
            .recurrent(RecurrentSpec.of(Gru.of(3, 2)).withDirections(DirectionMode.BIDIRECTIONAL));
    Model pooled = model(sequence.pooling(PoolingKind.LAST));
    Tensor x = floats(Values.floats(Values.random(1, new Random(1), 24)), 4, 2, 3);
    Features input = Features.data(x, ints(new int[] {4, 2}, 2));
    ForwardContext context = ForwardContext.inference(scope);
    RecurrentPass pass = ((Recurrent) pooled.layers().get(0)).forward(input, context);
    float[] forward = pass.finalStates().get(0).hidden().floats();
    float[] reverse = pass.finalStates().get(1).hidden().floats();
    assertArrayEquals(
        new float[] {
          forward[0], forward[1], reverse[0], reverse[1],
          forward[2], forward[3], reverse[2], reverse[3]
        },
        pooled.forward(input, context).output().values().floats());
  }

  @Test
  void aStreamGivesTheOutputForTheSequenceSoFar() {
    Model model = model(SPEC);
    int[] tokens = {3, 9, 1, 4, 4};
    try (ModelStream stream = model.stream(1)) {
      for (int t = 0; t < tokens.length; t++) {
        Tensor streamed = stream.step(new int[] {tokens[t]}, scope);
        Tensor whole =
            model
                .forward(
                    Features.data(ints(Arrays.copyOf(tokens, t + 1), t + 1, 1), null),
                    ForwardContext.inference(scope))
                .output()
                .values();
        assertArrayEquals(whole.floats(), streamed.floats(), 1e-6f);
      }
      assertThrows(IllegalArgumentException.class, () -> stream.step(new int[] {1, 2}, scope));
      assertThrows(IllegalArgumentException.class, () -> stream.step(new float[] {1}, scope));
    }
  }

  @Test
  void aModelThatNeedsTheWholeSequenceCannotStream() {
    ModelSpec recurrent = ModelSpec.ofSequences(2).recurrent(Gru.of(2, 2));
    Model model = model(recurrent.pooling(PoolingKind.LAST, PoolingKind.MAX));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> model.stream(1));
    assertEquals(
        "stream: 1.pooling needs the whole sequence: expected [LAST] or [LAST_STEP], got [LAST, MAX]",
        e.getMessage());
  }

  @Test
  void fourThreadsGiveTheSameAsOne() throws Exception {
    Model model = model(SPEC);
    List<Callable<float[]>> tasks = new ArrayList<>();
    for (int k = 1; k <= 40; k++) {
      int timesteps = k;
      tasks.add(() -> answer(model, timesteps));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> answers = threads.invokeAll(tasks);
      for (int k = 1; k <= 40; k++) {
        assertArrayEquals(answer(model, k), answers.get(k - 1).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private float[] answer(Model model, int timesteps) {
    try (Scope own = device.scope()) {
      Tensor tokens = own.ints(timesteps, 2);
      int[] values = new int[timesteps * 2];
      Arrays.setAll(values, i -> (i * 7 + timesteps) % 10);
      tokens.write(values);
      return model
          .forward(Features.data(tokens, null), ForwardContext.inference(own))
          .output()
          .values()
          .floats();
    }
  }

  @Test
  void aModelNeedsALayer() {
    assertThrows(
        IllegalArgumentException.class, () -> Model.create(ModelSpec.ofTokens(), device, 1));
  }
}

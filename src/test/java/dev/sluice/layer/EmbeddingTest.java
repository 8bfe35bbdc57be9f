package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import org.junit.jupiter.api.Test;

class EmbeddingTest extends OnCpu {
  private static final int VOCABULARY = 6;
  private static final int SIZE = 2;

  /** Row v of the weight is (v, 10 v), so that the output shows which token was looked up. */
  private Embedding embedding(EmbeddingSpec spec) {
    Embedding embedding = spec.create(Draws.context(scope));
    float[] table = new float[VOCABULARY * SIZE];
    for (int v = 0; v < VOCABULARY; v++) {
      table[v * SIZE] = v;
      table[v * SIZE + 1] = 10 * v;
    }
    embedding.parameters().get(0).value().write(table);
    return embedding;
  }

  @Test
  void looksUpARowForEachToken() {
    Embedding embedding = embedding(EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0));
    Tensor tokens = ints(new int[] {3, 1, 5, 0}, 2, 2);
    Tensor y =
        embedding
            .forward(Features.data(tokens, null), ForwardContext.inference(scope))
            .output()
            .values();
    assertArrayEquals(new float[] {3, 30, 1, 10, 5, 50, 0, 0}, y.floats());
    assertArrayEquals(new int[] {2, 2, SIZE}, y.shape().sizes());
  }

  @Test
  void addsGradientsToTheRowsOfValidTokensButPadding() {
    Embedding embedding = embedding(EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0));
    Tensor tokens = ints(new int[] {3, 3, 0, 5, 3, 4}, 3, 2);
    Tensor lengths = ints(new int[] {3, 2}, 2);
    Layer.Pass pass =
        embedding.forward(Features.data(tokens, lengths), ForwardContext.training(scope, 1, 0));
    Tensor dY = floats(new float[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 999, 999}, 3, 2, SIZE);
    assertNull(pass.backward(dY));
    float[] expected = new float[VOCABULARY * SIZE];
    expected[3 * SIZE] = 1 + 4 + 256;
    expected[3 * SIZE + 1] = 2 + 8 + 512;
    expected[5 * SIZE] = 64;
    expected[5 * SIZE + 1] = 128;
    assertArrayEquals(expected, embedding.parameters().get(0).gradient().floats());
  }

  @Test
  void droppedWordsAreReplacedForwardAndBackwardAlike() {
    Embedding embedding =
        embedding(EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0).withWordDropout(0.5, 1));
    int[] given = new int[400];
    for (int i = 0; i < given.length; i++) {
      given[i] = i % 4 == 0 ? 0 : 2 + i % 4;
    }
    Layer.Pass pass =
        embedding.forward(
            Features.data(ints(given, 100, 4), null), ForwardContext.training(scope, 9, 3));
    float[] y = pass.output().values().floats();
    int replaced = 0;
    float[] uses = new float[VOCABULARY];
    for (int i = 0; i < given.length; i++) {
      int used = (int) y[i * SIZE];
      assertTrue(used == given[i] || (used == 1 && given[i] != 0), "token " + used);
      replaced += used == given[i] ? 0 : 1;
      uses[used]++;
    }
    assertEquals(150, replaced, 40, "replaced of 300 tokens at rate 0.5");
    Tensor ones = scope.floats(100, 4, SIZE);
    device.elementwise().fill(ones, 1);
    pass.backward(ones);
    float[] gradient = embedding.parameters().get(0).gradient().floats();
    for (int v = 1; v < VOCABULARY; v++) {
      assertEquals(uses[v], gradient[v * SIZE], "gradient of token " + v);
    }
    assertEquals(0, gradient[0]);
  }

  @Test
  void inferenceDropsNoWords() {
    Embedding embedding =
        embedding(EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0).withWordDropout(0.9, 1));
    int[] given = {2, 3, 4, 5, 2, 3, 4, 5};
    float[] y =
        embedding
            .forward(Features.data(ints(given, 8, 1), null), ForwardContext.inference(scope))
            .output()
            .values()
            .floats();
    for (int i = 0; i < given.length; i++) {
      assertEquals(given[i], y[i * SIZE]);
    }
  }

  @Test
  void paddingStartsAtZero() {
    EmbeddingSpec spec = EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0).withPadding(4);
    Parameter weight = spec.create(Draws.context(scope)).parameters().get(0);
    float[] table = weight.value().floats();
    assertEquals("weight", weight.name());
    assertEquals(0, table[4 * SIZE]);
    assertEquals(0, table[4 * SIZE + 1]);
    assertTrue(table[0] != 0);
  }

  @Test
  void aFrozenTableGetsNoGradient() {
    Embedding embedding = embedding(EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0));
    embedding.parameters().get(0).setTrainable(false);
    Layer.Pass pass =
        embedding.forward(
            Features.data(ints(new int[] {3}, 1, 1), null), ForwardContext.training(scope, 1, 0));
    pass.backward(floats(new float[] {1, 1}, 1, 1, SIZE));
    assertArrayEquals(
        new float[VOCABULARY * SIZE], embedding.parameters().get(0).gradient().floats());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Embedding embedding = embedding(EmbeddingSpec.of(VOCABULARY, SIZE).withPadding(0));
    ForwardContext context = ForwardContext.inference(scope);
    Tensor outside = ints(new int[] {VOCABULARY}, 1, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> embedding.forward(Features.data(outside, null), context));
    Tensor numbers = floats(new float[] {1}, 1, 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> embedding.forward(Features.data(numbers, null), context));
    assertTrue(e.getMessage().startsWith("tokens: expected INT32"), e.getMessage());
    Layer.Pass pass = embedding.forward(Features.data(ints(new int[] {1}, 1, 1), null), context);
    assertThrows(IllegalStateException.class, () -> pass.backward(numbers));
  }
}

package dev.sluice.device.cpu;

import static dev.sluice.device.cpu.OperationsFixture.assertClose;
import static dev.sluice.device.cpu.OperationsFixture.assertRefused;
import static dev.sluice.device.cpu.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.RandomStream;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuSequenceOperationsTest {
  private static final RandomStream STREAM = new RandomStream(3, 1, 4);
  private static final int VOCABULARY = 50;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 3, 4",
    "1, 1, 1, 1",
    "2, 5, 3, 7",
    "1, 60, 31, 17",
    "2, 60, 31, 17",
    "3, 60, 31, 17"
  })
  void embeddingCopiesRowsAndItsGradientAddsToThem(int threads, int t, int n, int size) {
    try (OperationsFixture f = new OperationsFixture(threads)) {
      SequenceOperations ops = f.device.sequences();
      Tensor tokens = f.integers(0, VOCABULARY - 1, t, n);
      Tensor lengths = f.integers(0, t, n);
      Tensor table = f.normal(VOCABULARY, size);
      Tensor y = f.scope.floats(t, n, size);
      ops.embed(tokens, table, y);
      int[] ids = tokens.ints();
      double[] rows = doubles(table);
      double[] expected = new double[t * n * size];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = rows[ids[i / size] * size + i % size];
      }
      assertClose(expected, y, 0);

      int padding = 7;
      int[] ends = lengths.ints();
      Tensor dY = f.normal(t, n, size);
      double[] upstream = doubles(dY);
      Tensor dTable = f.normal(VOCABULARY, size);
      Tensor dTableOfAll = f.scope.floats(VOCABULARY, size);
      f.device.elementwise().copy(dTable, dTableOfAll);
      double[] gradient = doubles(dTable);
      double[] gradientOfAll = gradient.clone();
      for (int i = 0; i < upstream.length; i++) {
        int position = i / size;
        int to = ids[position] * size + i % size;
        gradientOfAll[to] += upstream[i];
        if (position / n < ends[position % n] && ids[position] != padding) {
          gradient[to] += upstream[i];
        }
      }
      ops.embedBackward(tokens, lengths, padding, dY, dTable);
      assertClose(gradient, dTable, 1e-5);
      ops.embedBackward(tokens, null, -1, dY, dTableOfAll);
      assertClose(gradientOfAll, dTableOfAll, 1e-5);
    }
  }

  @Test
  void embeddingGradientsHaveTheSameBitsForAnyNumberOfThreads() {
    float[] expected = embeddingGradient(1);
    assertArrayEquals(expected, embeddingGradient(2));
    assertArrayEquals(expected, embeddingGradient(3));
  }

  private static float[] embeddingGradient(int threads) {
    try (OperationsFixture f = new OperationsFixture(threads)) {
      Tensor dTable = f.scope.zeros(5, 16);
      f.device
          .sequences()
          .embedBackward(f.integers(0, 4, 90, 30), null, -1, f.normal(90, 30, 16), dTable);
      return dTable.floats();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 40000, 0.25", "3, 40000, 0.25", "1, 5, 0", "1, 1000, 1"})
  void tokensButPaddingAreDroppedAtTheRate(int threads, int n, float rate) {
    try (OperationsFixture f = new OperationsFixture(threads)) {
      Tensor tokens = f.integers(0, 9, 1, n);
      Tensor target = f.scope.ints(1, n);
      f.device.sequences().dropTokens(tokens, rate, 0, 77, STREAM, target);
      int[] before = tokens.ints();
      int[] after = target.ints();
      int candidates = 0;
      int dropped = 0;
      for (int i = 0; i < n; i++) {
        if (before[i] == 0) {
          assertEquals(0, after[i]);
          continue;
        }
        candidates++;
        if (after[i] == 77) {
          dropped++;
        } else {
          assertEquals(before[i], after[i]);
        }
      }
      double deviation = Math.sqrt(candidates * (double) rate * (1 - rate));
      assertEquals(candidates * (double) rate, dropped, 4 * deviation);

      f.device.sequences().dropTokens(tokens, rate, 0, 77, STREAM, tokens);
      assertArrayEquals(after, tokens.ints());
    }
  }

  @Test
  void droppingIsTheSameOnAnyNumberOfThreads() {
    assertArrayEquals(dropped(1), dropped(3));
  }

  private static int[] dropped(int threads) {
    try (OperationsFixture f = new OperationsFixture(threads)) {
      Tensor tokens = f.integers(1, 9, 300, 70);
      f.device.sequences().dropTokens(tokens, 0.5f, -1, 0, STREAM, tokens);
      return tokens.ints();
    }
  }

  @Test
  void wrongArgumentsAreNamedAndNothingIsWritten() {
    try (OperationsFixture f = new OperationsFixture(1)) {
      SequenceOperations ops = f.device.sequences();
      Tensor tokens = f.integers(0, 4, 2, 3);
      Tensor table = f.normal(5, 4);
      Tensor y = f.normal(2, 3, 4);
      long[] versions = {tokens.version(), table.version(), y.version()};
      Tensor tooLarge = f.scope.ints(2, 3);
      tooLarge.write(0, 1, 2, 3, 5, 4);
      Tensor negative = f.scope.ints(2, 3);
      negative.write(0, 1, -1, 3, 0, 4);
      Tensor badLengths = f.integerVector(0, 1, 3);

      assertRefused("tokens: expected INT32 [any, any]", () -> ops.embed(table, table, y));
      assertRefused("table: expected FLOAT32 [any, any]", () -> ops.embed(tokens, y, y));
      assertRefused("y: expected FLOAT32 [2, 3, 4]", () -> ops.embed(tokens, table, table));
      assertRefused(
          "tokens: expected 0 to 4, got 5 at [1, 1]", () -> ops.embed(tooLarge, table, y));
      assertRefused(
          "tokens: expected 0 to 4, got -1 at [0, 2]", () -> ops.embed(negative, table, y));
      assertRefused("got 5 at [1, 1]", () -> ops.embedBackward(tooLarge, null, -1, y, table));
      assertRefused(
          "padding: expected -1 to 4, got 5", () -> ops.embedBackward(tokens, null, 5, y, table));
      assertRefused(
          "lengths: expected 0 to 2, got 3 at [2]",
          () -> ops.embedBackward(tokens, badLengths, -1, y, table));
      assertRefused(
          "lengths: expected INT32 [3]",
          () -> ops.embedBackward(tokens, f.integerVector(1), -1, y, table));
      assertRefused(
          "dY: expected FLOAT32 [2, 3, 4]",
          () -> ops.embedBackward(tokens, null, -1, table, table));
      assertRefused(
          "target: expected INT32 [2, 3]",
          () -> ops.dropTokens(tokens, 0.1f, -1, 0, STREAM, badLengths));
      assertRefused(
          "rate: expected 0 to 1, got NaN",
          () -> ops.dropTokens(tokens, Float.NaN, -1, 0, STREAM, tokens));
      assertRefused(
          "replacement: expected 0", () -> ops.dropTokens(tokens, 0.1f, -1, -2, STREAM, tokens));
      assertRefused(
          "got -1 at [0, 2]", () -> ops.dropTokens(negative, 0.1f, -1, 0, STREAM, negative));
      assertRefused(
          "lengths: expected 0 to 2", () -> ops.embedBackward(tokens, badLengths, -1, y, table));
      assertArrayEquals(versions, new long[] {tokens.version(), table.version(), y.version()});
      assertTrue(versions[0] > 0);
    }
  }
}

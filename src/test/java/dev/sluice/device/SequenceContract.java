package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertClose;
import static dev.sluice.device.OperationsFixture.assertRefused;
import static dev.sluice.device.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.oracle.OracleRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public abstract class SequenceContract extends DeviceTest {
  private static final RandomStream STREAM = new RandomStream(3, 1, 4);
  private static final int VOCABULARY = 50;

  @ParameterizedTest
  @CsvSource({
    "0, 3, 4",
    "1, 1, 1",
    "5, 3, 7",
    "60, 31, 17",
    "17, 15, 33",
    "16, 16, 5",
    "257, 1, 3"
  })
  void embeddingCopiesRowsAndItsGradientAddsToThem(int t, int n, int size) {
    try (OperationsFixture f = new OperationsFixture(device)) {
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

  /** Few or many positions for each token, one chunk of positions or many, rare tokens and hot. */
  @ParameterizedTest
  @CsvSource({"65536, 3, 1", "700, 1500, 3", "70001, 2, 1", "4000, 40000, 1"})
  void gradientsOfManyTokensAddUp(int count, int vocabulary, int size) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor tokens = f.integers(0, vocabulary - 1, count, 1);
      int[] ids = tokens.ints();
      for (int i = 0; i < count; i += 2) {
        ids[i] = vocabulary - 1;
      }
      tokens.write(ids);
      Tensor dY = f.normal(count, 1, size);
      Tensor dTable = f.normal(vocabulary, size);
      double[] upstream = doubles(dY);
      double[] expected = doubles(dTable);
      for (int i = 0; i < upstream.length; i++) {
        expected[ids[i / size] * size + i % size] += upstream[i];
      }
      f.device.sequences().embedBackward(tokens, null, -1, dY, dTable);
      assertClose(expected, dTable, 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 65, 128, 129})
  void gradientsOfOneTokenAddUpExactly(int count) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor tokens = f.scope.ints(count, 1);
      tokens.write(new int[count]);
      Tensor dY = f.scope.floats(count, 1, 1);
      float[] powers = new float[count];
      for (int i = 0; i < count; i++) {
        powers[i] = 1 + i;
      }
      dY.write(powers);
      Tensor dTable = f.scope.zeros(1, 1);
      f.device.sequences().embedBackward(tokens, null, -1, dY, dTable);
      assertArrayEquals(new float[] {count * (count + 1) / 2}, dTable.floats());
    }
  }

  @ParameterizedTest
  @CsvSource({"40000, 0.25", "5, 0", "1000, 1"})
  void tokensExceptPaddingAreDroppedAtTheRate(int n, float rate) {
    try (OperationsFixture f = new OperationsFixture(device)) {
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
  void droppingFollowsTheDocumentedMapping() {
    int count = 20_001;
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor tokens = f.integers(0, 9, count, 1);
      int[] expected = tokens.ints();
      for (int i = 0; i < count; i++) {
        boolean drop = expected[i] != 4 && OracleRandom.uniform(STREAM, i) < 0.5;
        expected[i] = drop ? 77 : expected[i];
      }
      f.device.sequences().dropTokens(tokens, 0.5f, 4, 77, STREAM, tokens);
      assertArrayEquals(expected, tokens.ints());
    }
  }

  @Test
  void wrongArgumentsAreNamedAndNothingIsWritten() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      SequenceOperations ops = f.device.sequences();
      Tensor tokens = f.integers(0, 4, 2, 3);
      Tensor table = f.normal(5, 4);
      Tensor y = f.normal(2, 3, 4);
      long[] versions = {tokens.version(), table.version(), y.version()};
      Tensor three = f.integerVector(0, 1, 2);

      assertRefused("tokens: expected INT32 [any, any]", () -> ops.embed(table, table, y));
      assertRefused("table: expected FLOAT32 [any, any]", () -> ops.embed(tokens, y, y));
      assertRefused("y: expected FLOAT32 [2, 3, 4]", () -> ops.embed(tokens, table, table));
      assertRefused(
          "padding: expected -1 to 4, got 5", () -> ops.embedBackward(tokens, null, 5, y, table));
      assertRefused(
          "lengths: expected INT32 [3]",
          () -> ops.embedBackward(tokens, f.integerVector(1), -1, y, table));
      assertRefused(
          "dY: expected FLOAT32 [2, 3, 4]",
          () -> ops.embedBackward(tokens, null, -1, table, table));
      assertRefused(
          "target: expected INT32 [2, 3]",
          () -> ops.dropTokens(tokens, 0.1f, -1, 0, STREAM, three));
      assertRefused(
          "rate: expected 0 to 1, got NaN",
          () -> ops.dropTokens(tokens, Float.NaN, -1, 0, STREAM, tokens));
      assertRefused(
          "replacement: expected 0", () -> ops.dropTokens(tokens, 0.1f, -1, -2, STREAM, tokens));
      assertArrayEquals(versions, new long[] {tokens.version(), table.version(), y.version()});
      assertTrue(versions[0] > 0);
    }
  }

  @Test
  void tokensAndLengthsOutOfRangeAreNamed() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      SequenceOperations ops = f.device.sequences();
      Tensor tokens = f.integers(0, 4, 2, 3);
      Tensor table = f.normal(5, 4);
      Tensor y = f.normal(2, 3, 4);
      Tensor tooLarge = f.scope.ints(2, 3);
      tooLarge.write(0, 1, 2, 3, 5, 4);
      Tensor negative = f.scope.ints(2, 3);
      negative.write(0, 1, -1, 3, 0, 4);
      String large = "tokens: expected 0 to 4, got 5";
      f.assertValueRefused(large, "[1, 1]", 4, () -> ops.embed(tooLarge, table, y));
      String small = "tokens: expected 0 to 4, got -1";
      f.assertValueRefused(small, "[0, 2]", 2, () -> ops.embed(negative, table, y));
      f.assertValueRefused(
          large, "[1, 1]", 4, () -> ops.embedBackward(tooLarge, null, -1, y, table));
      f.assertValueRefused(
          small, "[0, 2]", 2, () -> ops.embedBackward(negative, null, -1, y, table));
      for (int wrong : new int[] {3, -1}) {
        f.assertValueRefused(
            "lengths: expected 0 to 2, got " + wrong,
            "[2]",
            2,
            () -> ops.embedBackward(tokens, f.integerVector(0, 1, wrong), -1, y, table));
      }
      f.assertValueRefused(
          "tokens: expected 0 to 2147483647, got -1",
          "[0, 2]",
          2,
          () -> ops.dropTokens(negative, 0.1f, -1, 0, STREAM, negative));
      ops.embedBackward(tokens, f.integerVector(0, 1, 2), 4, y, table);
      ops.dropTokens(tokens, 1, -1, Integer.MAX_VALUE, STREAM, tokens);
      ops.dropTokens(tokens, 1, -1, 0, STREAM, tokens);
      assertArrayEquals(new int[6], tokens.ints());
    }
  }
}

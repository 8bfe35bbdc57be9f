package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSamplerTest {
  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "8,4", "5,100", "401,4", "400,4", "5000,32", "5,2147483647"})
  void visitsEveryExampleOnceInEachEpoch(int examples, int batchSize) {
    BatchSampler schedule = BatchSampler.bucketed(lengths(examples), batchSize, 5);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertVisitsAll(schedule.epoch(epoch), examples, batchSize);
      assertEquals(schedule.batchesPerEpoch(), schedule.epoch(epoch).size());
    }
    assertVisitsAll(BatchSampler.sorted(lengths(examples), batchSize), examples, batchSize);
  }

  @Test
  void isAFunctionOfSeedAndEpoch() {
    int[] lengths = lengths(1000);
    BatchSampler schedule = BatchSampler.bucketed(lengths, 16, 5);
    List<Integer> first = order(schedule.epoch(3));
    schedule.epoch(4);
    assertEquals(first, order(schedule.epoch(3)));
    assertEquals(first, order(BatchSampler.bucketed(lengths, 16, 5).epoch(3)));
    assertNotEquals(first, order(schedule.epoch(4)));
    assertNotEquals(first, order(BatchSampler.bucketed(lengths, 16, 6).epoch(3)));
  }

  @Test
  void givesTheOrderOfEveryEarlierRelease() {
    BatchSampler schedule = BatchSampler.bucketed(new int[] {5, 3, 9, 1, 7, 3, 2}, 2, 42);
    assertEquals(List.of(3, 6, 5, 1, 2, 0, 4), order(schedule.epoch(1)));
  }

  @Test
  void mixesTheExamplesOfABatchFromEpochToEpoch() {
    BatchSampler schedule = BatchSampler.bucketed(lengths(10_000), 32, 1);
    int[] first = schedule.epoch(0).indices(0);
    int[] together =
        IntStream.range(0, schedule.batchesPerEpoch())
            .map(batch -> common(first, schedule.epoch(1).indices(batch)))
            .toArray();
    assertTrue(Arrays.stream(together).max().getAsInt() < 16);
  }

  @Test
  void shufflesTheBatchesSoThatLengthsDoNotGrow() {
    int[] lengths = lengths(3200);
    BatchIndices epoch = BatchSampler.bucketed(lengths, 32, 1).epoch(0);
    int growing = 0;
    for (int batch = 1; batch < epoch.size(); batch++) {
      if (longest(lengths, epoch.indices(batch)) > longest(lengths, epoch.indices(batch - 1))) {
        growing++;
      }
    }
    assertTrue(growing > 30 && growing < 70, growing + " of 99 batches are longer than the last");
  }

  @Test
  void hasLittlePadding() {
    int[] lengths = lengths(25_000);
    assertTrue(waste(lengths, BatchSampler.bucketed(lengths, 32, 1).epoch(0)) < 0.04);
    assertTrue(waste(lengths, BatchSampler.sorted(lengths, 32)) < 0.01);
  }

  @Test
  void sortsAnEvaluationByLengthAndThenByPlace() {
    BatchIndices batches = BatchSampler.sorted(new int[] {5, 3, 9, 3, 1}, 2);
    assertArrayEquals(new int[] {4, 1}, batches.indices(0));
    assertArrayEquals(new int[] {3, 0}, batches.indices(1));
    assertArrayEquals(new int[] {2}, batches.indices(2));
  }

  @Test
  void returnsCopies() {
    BatchIndices batches = BatchSampler.sorted(new int[] {1, 2}, 2);
    batches.indices(0)[0] = 99;
    assertArrayEquals(new int[] {0, 1}, batches.indices(0));
  }

  @Test
  void refusesNoExamplesAndNoBatchSize() {
    assertThrows(IllegalArgumentException.class, () -> BatchSampler.bucketed(new int[0], 2, 1));
    assertThrows(IllegalArgumentException.class, () -> BatchSampler.bucketed(new int[] {1}, 0, 1));
  }

  /** From 20 to 400, most of them near the ends, like truncated reviews. */
  private static int[] lengths(int examples) {
    StableRandom random = new StableRandom(11);
    return IntStream.range(0, examples)
        .map(i -> Math.min(400, 20 + random.nextInt(200) + random.nextInt(5) * random.nextInt(120)))
        .toArray();
  }

  private static void assertVisitsAll(BatchIndices epoch, int examples, int batchSize) {
    List<Integer> order = order(epoch);
    assertArrayEquals(
        IntStream.range(0, examples).toArray(),
        order.stream().mapToInt(Integer::intValue).sorted().toArray());
    long small =
        IntStream.range(0, epoch.size())
            .filter(batch -> epoch.indices(batch).length < batchSize)
            .count();
    assertFalse(small > 1, small + " batches are smaller than " + batchSize);
  }

  private static List<Integer> order(BatchIndices epoch) {
    List<Integer> order = new ArrayList<>();
    for (int batch = 0; batch < epoch.size(); batch++) {
      Arrays.stream(epoch.indices(batch)).forEach(order::add);
    }
    return order;
  }

  private static int common(int[] a, int[] b) {
    return (int) Arrays.stream(a).filter(x -> Arrays.stream(b).anyMatch(y -> x == y)).count();
  }

  private static int longest(int[] lengths, int[] batch) {
    return Arrays.stream(batch).map(i -> lengths[i]).max().getAsInt();
  }

  private static double waste(int[] lengths, BatchIndices epoch) {
    long cells = 0;
    for (int batch = 0; batch < epoch.size(); batch++) {
      int[] indices = epoch.indices(batch);
      cells += (long) longest(lengths, indices) * indices.length;
    }
    return 1 - (double) Arrays.stream(lengths).asLongStream().sum() / cells;
  }
}

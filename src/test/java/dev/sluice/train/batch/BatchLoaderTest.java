package dev.sluice.train.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.EncodedTexts;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.TokenBatch;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.loss.Targets;
import dev.sluice.train.TinyTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
  private final Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void tokensLengthsAndLabelsComeTimeMajor() {
    TokenBatch host = TokenBatch.of(new int[][] {{4, 5, 6}, {7}}, new int[] {1, 0});
    try (Scope scope = device.scope()) {
      Batch batch = TokenLoader.place(host, scope);
      assertEquals(Shape.of(3, 2), batch.input().values().shape());
      assertArrayEquals(new int[] {4, 7, 5, 0, 6, 0}, batch.input().values().ints());
      assertArrayEquals(new int[] {3, 1}, batch.input().lengths().ints());
      assertArrayEquals(new int[] {1, 0}, batch.targets().values().ints());
      assertEquals(2, batch.targets().counted());
      assertEquals(2, batch.examples());
      assertEquals(4, batch.tokens());
    }
  }

  @Test
  void equalLengthsNeedNoTensor() {
    try (Scope scope = device.scope()) {
      TokenBatch host = TokenBatch.of(new int[][] {{4, 5}, {7, 8}}, new int[] {1, 0});
      assertNull(TokenLoader.place(host, scope).input().lengths());
    }
  }

  @Test
  void anEpochHoldsEveryTextOnceInAnOrderOfItsOwn() {
    TokenLoader source = TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3);
    List<Integer> first = order(source, 0);
    assertEquals(IntStream.range(0, 50).boxed().toList(), first.stream().sorted().toList());
    assertNotEquals(first, order(source, 1));
    assertEquals(first, order(source, 0));
  }

  private static List<Integer> order(TokenLoader source, int epoch) {
    List<Integer> order = new ArrayList<>();
    for (int index = 0; index < source.batches(epoch); index++) {
      Arrays.stream(source.texts(epoch, index)).forEach(order::add);
    }
    return order;
  }

  @Test
  void fingerprintsDifferWhereBatchesDo() {
    EncodedTexts texts = TinyTask.texts(50, 1);
    List<String> fingerprints =
        List.of(
            TokenLoader.bucketed(texts, 8, 3).fingerprint(),
            TokenLoader.bucketed(texts, 8, 4).fingerprint(),
            TokenLoader.bucketed(texts, 9, 3).fingerprint(),
            TokenLoader.sorted(texts, 8).fingerprint(),
            TokenLoader.bucketed(TinyTask.texts(50, 2), 8, 3).fingerprint(),
            TokenLoader.bucketed(TinyTask.mislabelled(50, 1), 8, 3).fingerprint());
    assertEquals(fingerprints.size(), fingerprints.stream().distinct().count());
    assertEquals(
        fingerprints.get(0), TokenLoader.bucketed(TinyTask.texts(50, 1), 8, 3).fingerprint());
  }

  /** Shuffling separates the sequences of one batch, but keeps similar lengths together. */
  @Test
  void sequencesAreShuffledAndBucketedByLength() {
    float[][][] x = new float[600][][];
    for (int n = 0; n < x.length; n++) {
      x[n] = new float[1 + n % 7][1];
      x[n][0][0] = n;
    }
    SequenceBatch all = SequenceBatch.withValues(x, new float[x.length][1]);
    SequenceLoader source = SequenceLoader.shuffled(all, 8, 3);
    assertEquals(75, source.batches(0));
    List<List<Integer>> first = epoch(source, 0);
    assertEquals(
        IntStream.range(0, x.length).boxed().toList(),
        first.stream().flatMap(List::stream).sorted().toList());
    assertEquals(first, epoch(source, 0));
    assertNotEquals(first, epoch(source, 1));
    long neighbours = first.stream().filter(batch -> batch.contains(batch.get(0) + 1)).count();
    assertTrue(neighbours < 8, neighbours + " batches hold neighbours");
    long alike =
        first.stream()
            .filter(batch -> batch.stream().map(n -> n % 7).distinct().count() == 1)
            .count();
    assertTrue(alike > 50, alike + " batches of one length");
    assertEquals(
        source.fingerprint(), SequenceLoader.shuffled(all, 8, 3).fingerprint(), "same source");
    List<List<Integer>> split = epoch(SequenceLoader.shuffled(all.split(8), 3), 0);
    assertEquals(first, split, "batches are only what the sequences come in");
  }

  /** The first feature of each sequence, batch by batch. */
  private List<List<Integer>> epoch(SequenceLoader source, int epoch) {
    List<List<Integer>> batches = new ArrayList<>();
    for (int index = 0; index < source.batches(epoch); index++) {
      try (Scope scope = device.scope()) {
        Batch batch = source.load(epoch, index, scope);
        float[] values = batch.input().values().floats();
        batches.add(IntStream.range(0, batch.examples()).mapToObj(n -> (int) values[n]).toList());
      }
    }
    return batches;
  }

  @Test
  void batchesThatDifferAreNamed() {
    SequenceBatch one = SequenceBatch.withClassIds(new float[][][] {{{1}}}, new int[1]);
    SequenceBatch other = SequenceBatch.withValues(new float[][][] {{{1}}}, new float[1][2]);
    assertEquals(
        "batches[1]: expected 1 features and ClassIds of size 1, as in the first batch, got 1"
            + " features and Values of size 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> SequenceLoader.shuffled(List.of(one, other), 1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> SequenceLoader.shuffled(List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> SequenceLoader.inOrder(List.of()));
  }

  @Test
  void valuesThatDoNotCountAreMasked() {
    float[][][] x = {{{1}, {2}}, {{3}}};
    SequenceBatch perStep =
        SequenceBatch.withStepValues(
            x,
            new float[][][] {{{5}, {Float.NaN}}, {{6}}},
            new boolean[][] {{true, false}, {true}});
    SequenceBatch perRow =
        SequenceBatch.withValues(
            x, new float[][] {{Float.NaN, 1}, {3, 4}}, new boolean[] {false, true});
    try (Scope scope = device.scope()) {
      Targets steps = SequenceLoader.place(perStep, scope).targets();
      assertEquals(2, steps.counted());
      assertArrayEquals(new int[] {1, 1, 0, 0}, steps.mask().ints());
      assertArrayEquals(new float[] {5, 6, 0, 0}, steps.values().floats());
      Targets rows = SequenceLoader.place(perRow, scope).targets();
      assertEquals(1, rows.counted());
      assertArrayEquals(new int[] {0, 1}, rows.mask().ints());
      assertArrayEquals(new float[] {0, 0, 3, 4}, rows.values().floats());
      Targets all =
          SequenceLoader.place(SequenceBatch.withValues(x, new float[2][1]), scope).targets();
      assertNull(all.mask());
    }
    assertEquals(
        "values[0][1][0]: expected a finite number, got NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> SequenceBatch.withStepValues(x, new float[][][] {{{5}, {Float.NaN}}, {{6}}}))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> SequenceBatch.withValues(x, new float[2][1], new boolean[3]));
  }
}

package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.data.EncodedTexts;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.TokenBatch;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchSourceTest {
  private final Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void tokensLengthsAndLabelsComeTimeMajor() {
    TokenBatch host = TokenBatch.of(new int[][] {{4, 5, 6}, {7}}, new int[] {1, 0});
    try (Scope scope = device.scope()) {
      Batch batch = TokenBatches.place(host, scope);
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
      assertNull(TokenBatches.place(host, scope).input().lengths());
    }
  }

  @Test
  void anEpochHoldsEveryTextOnceInAnOrderOfItsOwn() {
    TokenBatches source = TokenBatches.bucketed(TinyTask.texts(50, 1), 8, 3);
    List<Integer> first = order(source, 0);
    assertEquals(IntStream.range(0, 50).boxed().toList(), first.stream().sorted().toList());
    assertNotEquals(first, order(source, 1));
    assertEquals(first, order(source, 0));
  }

  private static List<Integer> order(TokenBatches source, int epoch) {
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
            TokenBatches.bucketed(texts, 8, 3).fingerprint(),
            TokenBatches.bucketed(texts, 8, 4).fingerprint(),
            TokenBatches.bucketed(texts, 9, 3).fingerprint(),
            TokenBatches.sorted(texts, 8).fingerprint(),
            TokenBatches.bucketed(TinyTask.texts(50, 2), 8, 3).fingerprint(),
            TokenBatches.bucketed(TinyTask.mislabelled(50, 1), 8, 3).fingerprint());
    assertEquals(fingerprints.size(), fingerprints.stream().distinct().count());
    assertEquals(
        fingerprints.get(0), TokenBatches.bucketed(TinyTask.texts(50, 1), 8, 3).fingerprint());
  }

  @Test
  void sequencesAreShuffledByTheBatch() {
    List<SequenceBatch> batches = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      batches.add(SequenceBatch.withClassIds(new float[][][] {{{i}, {i}}}, new int[] {0}));
    }
    SequenceBatches source = SequenceBatches.shuffled(batches, 1);
    List<Float> inputs = new ArrayList<>();
    try (Scope scope = device.scope()) {
      for (int index = 0; index < source.batches(0); index++) {
        Batch batch = source.load(0, index, scope);
        assertEquals(2, batch.tokens());
        inputs.add(batch.input().values().floats()[0]);
      }
    }
    assertNotEquals(List.of(0f, 1f, 2f, 3f, 4f, 5f), inputs);
    assertEquals(List.of(0f, 1f, 2f, 3f, 4f, 5f), inputs.stream().sorted().toList());
    assertNotEquals(
        source.fingerprint(), SequenceBatches.shuffled(batches.subList(1, 6), 1).fingerprint());
  }
}

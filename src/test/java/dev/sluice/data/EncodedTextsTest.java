package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodedTextsTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.fromTokens(List.of("<pad>", "<unk>", "a", "b", "c"));

  @Test
  void keepsTheEndOfALongText() {
    assertArrayEquals(new int[] {3, 4}, EncodedTexts.encode(List.of("a", "b", "c"), VOCABULARY, 2));
    assertArrayEquals(new int[] {2}, EncodedTexts.encode(List.of("a"), VOCABULARY, 2));
  }

  @Test
  void readsAnEmptyTextAsOneUnknownToken() {
    assertArrayEquals(
        new int[] {Vocabulary.UNKNOWN}, EncodedTexts.encode(List.of(), VOCABULARY, 5));
  }

  @Test
  void makesTimeMajorBatchesPaddedAtTheEnd() {
    EncodedTexts texts =
        EncodedTexts.encode(
            List.of(List.of("a", "b", "c"), List.of(), List.of("c", "b")),
            new int[] {1, 0, 2},
            VOCABULARY,
            10);
    TokenBatch batch = texts.batch(2, 0, 1);
    assertEquals(3, batch.timesteps());
    assertEquals(3, batch.batchSize());
    assertArrayEquals(new int[] {4, 2, 1, 3, 3, 0, 0, 4, 0}, batch.tokens());
    assertArrayEquals(new int[] {2, 3, 1}, batch.lengths());
    assertArrayEquals(new int[] {2, 1, 0}, batch.labels());
    assertEquals(6, batch.liveTokens());
  }

  @Test
  void takesIndicesMadeElsewhereAndCopiesThem() {
    int[][] tokens = {{2, 3}, {4}};
    int[] labels = {1, 0};
    EncodedTexts texts = EncodedTexts.of(tokens, labels);
    tokens[0][0] = 9;
    labels[0] = 9;
    assertArrayEquals(new int[] {2, 3}, texts.tokens(0));
    assertArrayEquals(new int[] {4}, texts.tokens(1));
    assertArrayEquals(new int[] {1, 0}, texts.labels());
  }

  @Test
  void namesTheIndexThatIsWrong() {
    assertRefused("labels: expected 1", new int[][] {{2}}, 0, 0);
    assertRefused("labels[0]: ", new int[][] {{2}}, -1);
    assertRefused("tokens[1]: expected at least one", new int[][] {{2}, {}}, 0, 0);
    assertRefused("tokens[0][1]: expected at least 0, got -3", new int[][] {{2, -3}}, 0);
  }

  private static void assertRefused(String start, int[][] tokens, int... labels) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> EncodedTexts.of(tokens, labels))
            .getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void holdsOutTheSameFractionOfEachClass() {
    EncodedTexts.Split split = numbered(300, 3).split(0.1, 7);
    assertEquals(270, split.train().size());
    for (int label = 0; label < 3; label++) {
      int wanted = label;
      assertEquals(10, Arrays.stream(split.heldOut().labels()).filter(l -> l == wanted).count());
    }
    assertArrayEquals(
        IntStream.rangeClosed(1, 300).toArray(),
        IntStream.concat(contents(split.train()), contents(split.heldOut())).sorted().toArray());
  }

  @Test
  void splitsAsTheSeedSays() {
    EncodedTexts texts = numbered(200, 2);
    int[] seven = contents(texts.split(0.2, 7).heldOut()).toArray();
    assertArrayEquals(seven, contents(texts.split(0.2, 7).heldOut()).toArray());
    assertFalse(Arrays.equals(seven, contents(texts.split(0.2, 8).heldOut()).toArray()));
  }

  @Test
  void refusesArgumentsOutOfRange() {
    List<List<String>> one = List.of(List.of("a"));
    assertThrows(
        IllegalArgumentException.class,
        () -> EncodedTexts.encode(one, new int[] {0, 1}, VOCABULARY, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> EncodedTexts.encode(one, new int[] {-1}, VOCABULARY, 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> EncodedTexts.encode(one, new int[] {0}, VOCABULARY, 0));
    EncodedTexts texts = numbered(4, 2);
    for (double fraction : new double[] {0, 1, -0.5, Double.NaN, 0.01, 0.99}) {
      assertThrows(IllegalArgumentException.class, () -> texts.split(fraction, 1));
    }
    assertThrows(IllegalArgumentException.class, texts::batch);
  }

  /** Text i holds the one token i + 1 and has class i modulo the number of classes. */
  private static EncodedTexts numbered(int size, int classes) {
    List<String> tokens = new ArrayList<>(List.of("<pad>", "<unk>"));
    IntStream.range(2, size + 1).forEach(i -> tokens.add("w" + i));
    List<List<String>> texts = tokens.subList(1, size + 1).stream().map(List::of).toList();
    int[] labels = IntStream.range(0, size).map(i -> i % classes).toArray();
    return EncodedTexts.encode(texts, labels, Vocabulary.fromTokens(tokens), 1);
  }

  private static IntStream contents(EncodedTexts texts) {
    return IntStream.range(0, texts.size()).map(i -> texts.tokens(i)[0]);
  }
}

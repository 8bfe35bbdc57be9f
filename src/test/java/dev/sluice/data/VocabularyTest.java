package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class VocabularyTest {
  private static final List<List<String>> TEXTS =
      List.of(List.of("b", "c", "c", "a"), List.of("c", "b", "a", "d"));

  @Test
  void ordersByFrequencyAndThenByText() {
    assertEquals(
        List.of("<pad>", "<unk>", "c", "a", "b", "d"), Vocabulary.builder().build(TEXTS).tokens());
  }

  @Test
  void doesNotDependOnTheOrderOfTheTexts() {
    assertEquals(
        Vocabulary.builder().build(TEXTS).tokens(),
        Vocabulary.builder().build(List.of(TEXTS.get(1), TEXTS.get(0))).tokens());
  }

  @Test
  void hasAtMostTheMaximumSizeWithReservedIndices() {
    assertEquals(
        List.of("<pad>", "<unk>", "c", "a"),
        Vocabulary.builder().withMaxSize(4).build(TEXTS).tokens());
  }

  @Test
  void dropsRareTokens() {
    assertEquals(
        List.of("<pad>", "<unk>", "c", "a", "b"),
        Vocabulary.builder().withMinimumCount(2).build(TEXTS).tokens());
  }

  @Test
  void encodesUnlistedTokensAsUnknown() {
    Vocabulary vocabulary = Vocabulary.builder().withMaxSize(4).build(TEXTS);
    assertArrayEquals(new int[] {3, 1, 2, 1}, vocabulary.encode(List.of("a", "b", "c", "never")));
    assertArrayEquals(new int[0], vocabulary.encode(List.of()));
  }

  @Test
  void neverGivesTheIndexOfPaddingToAWord() {
    Vocabulary vocabulary =
        Vocabulary.builder().build(List.of(List.of("<pad>", "<unk>", "word", "<pad>")));
    assertEquals(List.of("<pad>", "<unk>", "word"), vocabulary.tokens());
    assertEquals(Vocabulary.UNKNOWN, vocabulary.index("<pad>"));
    assertEquals(Vocabulary.UNKNOWN, vocabulary.index("<unk>"));
  }

  @Test
  void isRestoredFromItsTokens() {
    Vocabulary built = Vocabulary.builder().build(TEXTS);
    Vocabulary restored = Vocabulary.fromTokens(built.tokens());
    assertEquals(built.tokens(), restored.tokens());
    assertEquals(built.index("b"), restored.index("b"));
    assertEquals("b", restored.token(4));
    assertEquals(6, restored.size());
  }

  @Test
  void refusesListsThatAreNoVocabulary() {
    assertRefused(() -> Vocabulary.fromTokens(List.of("<pad>")));
    assertRefused(() -> Vocabulary.fromTokens(List.of("<unk>", "<pad>", "a")));
    assertRefused(() -> Vocabulary.fromTokens(List.of("<pad>", "<unk>", "a", "a")));
  }

  @Test
  void refusesOptionsAndIndicesOutOfRange() {
    assertRefused(() -> Vocabulary.builder().withMaxSize(2));
    assertRefused(() -> Vocabulary.builder().withMinimumCount(0));
    assertRefused(() -> Vocabulary.builder().build(TEXTS).token(6));
    assertRefused(() -> Vocabulary.builder().build(TEXTS).token(-1));
  }

  private static void assertRefused(Executable action) {
    assertThrows(IllegalArgumentException.class, action);
  }
}

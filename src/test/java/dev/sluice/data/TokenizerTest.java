package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {
  private static final Tokenizer TOKENIZER = Tokenizer.current();

  static List<Arguments> cases() {
    return List.of(
        Arguments.of("A GREAT film!", List.of("a", "great", "film")),
        Arguments.of("end.<br /><br />Start", List.of("end", "start")),
        Arguments.of("a<br>b<BR/>c</br>d<br  / >e", List.of("a", "b", "c", "d", "e")),
        Arguments.of("1 < 2, a <i>b</i>", List.of("1", "2", "a", "i", "b", "i")),
        Arguments.of("I don't, don\u2019t 'quote'", List.of("i", "don't", "don't", "quote")),
        Arguments.of("the film's Its it's s 's", List.of("the", "film", "its", "it", "s", "s")),
        Arguments.of("caf\u00e9 \u00c9T\u00c9", List.of("caf\u00e9", "\u00e9t\u00e9")),
        Arguments.of("7/10 3.5 U.S.A.", List.of("7", "10", "3.5", "u.s.a")),
        Arguments.of("well-made, so-so...", List.of("well", "made", "so", "so")),
        Arguments.of("... !? <br />", List.of()),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splitsTextIntoWords(String text, List<String> expected) {
    assertEquals(expected, TOKENIZER.tokenize(text));
  }

  static List<Arguments> sameTexts() {
    return List.of(
        Arguments.of("caf\u00e9 \u00c9T\u00c9", "cafe\u0301 E\u0301TE\u0301"),
        Arguments.of("\u00c5ngstr\u00f6m", "\u212bngstro\u0308m"),
        Arguments.of("\ud55c\uad6d\uc5b4", "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165"),
        Arguments.of("vi\u1ec7t", "vie\u0302\u0323t"),
        Arguments.of("vi\u1ec7t", "vie\u0323\u0302t"),
        Arguments.of("\u01f0", "J\u030c"),
        Arguments.of("don\u2019t say caf\u00e9's", "don't say cafe\u0301\u2019s"));
  }

  @ParameterizedTest
  @MethodSource("sameTexts")
  void oneTextInTwoUnicodeFormsHasTheSameTokens(String composed, String other) {
    assertEquals(TOKENIZER.tokenize(composed), TOKENIZER.tokenize(other));
  }

  @Test
  void theFormOfATextNeverMatters() {
    int[] characters =
        "aAeJzW'. <3\u00e9\u00df\u0130\u017f\u0301\u0308\u030c\u0323\u0327\u0345\u0391\u03a9\u1112\u1161\u11a8\u1f88\u2019\u212a\u2126\u4e2d\uac00\uf900\ud834\udd5e"
            .codePoints()
            .toArray();
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(12, 0, characters.length).forEach(c -> text.appendCodePoint(characters[c]));
      List<String> tokens = TOKENIZER.tokenize(text.toString());
      for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
        assertEquals(tokens, TOKENIZER.tokenize(Normalizer.normalize(text, form)), text::toString);
      }
      assertTrue(tokens.stream().allMatch(t -> Normalizer.isNormalized(t, Normalizer.Form.NFC)));
    }
  }

  @Test
  void charactersThatOnlyLookAlikeStayDistinct() {
    assertEquals(
        List.of("8", "disney", "\u2122", "\ufb01lm"),
        TOKENIZER.tokenize("8\u00bd Disney\u2122 \ufb01lm"));
  }

  @Test
  void theRulesOfEarlierModelsStayAsTheyWere() {
    Tokenizer earlier = Tokenizer.ofScheme("standard-lowercase-1");
    assertEquals(List.of("caf\u00e9", "cafe\u0301"), earlier.tokenize("CAF\u00c9 CAFE\u0301"));
    assertEquals("standard-lowercase-1", earlier.scheme());
    assertEquals(TOKENIZER, Tokenizer.ofScheme("standard-lowercase-2"));
  }

  @Test
  void rulesOfAnotherNameAreRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Tokenizer.ofScheme("subwords"));
    assertEquals(
        "tokenizer: expected standard-lowercase-2 or standard-lowercase-1, got subwords",
        refused.getMessage());
  }

  @Test
  void givesTheSameTokensForManyTextsByAnyNumberOfThreads() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      texts.add(i % 7 == 0 ? "" : "Text number " + i + " isn't long");
    }
    List<List<String>> expected = texts.stream().map(TOKENIZER::tokenize).toList();
    assertEquals(expected, TOKENIZER.tokenizeAll(texts, 1));
    assertEquals(expected, TOKENIZER.tokenizeAll(texts, 3));
  }

  @Test
  void keepsOneStringForEqualTokens() {
    List<List<String>> tokens = TOKENIZER.tokenizeAll(List.of("same word", "word same"), 2);
    assertSame(tokens.get(0).get(0), tokens.get(1).get(1));
  }

  @Test
  void refusesNoThreads() {
    assertThrows(IllegalArgumentException.class, () -> TOKENIZER.tokenizeAll(List.of("a"), 0));
  }

  @Test
  void passesOnAFailureOfAWorker() {
    IntConsumer worker =
        i -> {
          throw new IllegalStateException("worker");
        };
    assertThrows(IllegalStateException.class, () -> ParallelRange.run(5, 2, () -> worker));
  }
}

package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {
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
    assertEquals(expected, Tokenizer.tokenize(text));
  }

  @Test
  void givesTheSameTokensForManyTextsByAnyNumberOfThreads() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      texts.add(i % 7 == 0 ? "" : "Text number " + i + " isn't long");
    }
    List<List<String>> expected = texts.stream().map(Tokenizer::tokenize).toList();
    assertEquals(expected, Tokenizer.tokenizeAll(texts, 1));
    assertEquals(expected, Tokenizer.tokenizeAll(texts, 3));
  }

  @Test
  void keepsOneStringForEqualTokens() {
    List<List<String>> tokens = Tokenizer.tokenizeAll(List.of("same word", "word same"), 2);
    assertSame(tokens.get(0).get(0), tokens.get(1).get(1));
  }

  @Test
  void refusesNoThreads() {
    assertThrows(IllegalArgumentException.class, () -> Tokenizer.tokenizeAll(List.of("a"), 0));
  }

  @Test
  void passesOnAFailureOfAWorker() {
    List<String> texts = new ArrayList<>();
    texts.add(null);
    assertThrows(NullPointerException.class, () -> Tokenizer.tokenizeAll(texts, 2));
  }
}

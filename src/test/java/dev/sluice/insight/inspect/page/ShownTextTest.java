package dev.sluice.insight.inspect.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.Tokenizer;
import dev.sluice.insight.inspect.ReadToken;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A film; the film's film, THE FILM.",
        "I don\u2019t know \u2013 it's 8.5/10!",
        "na\u00efve caf\u00e9, cafe\u0301",
        "\u6620\u753b\u306f\u6700\u9ad8",
        "Grand \ud83c\udfac Hotel",
        "\u0130stanbul",
        " . "
      })
  void showsEveryTokenAndEveryCharacterOnce(String text) {
    List<ReadToken> tokens = tokens(text);
    ShownText shown = ShownText.of(text, tokens);
    assertEquals(
        java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC), joined(shown));
    assertEquals(tokens.size(), shown.pieces().stream().filter(ShownText.Piece::isToken).count());
    int next = 0;
    for (ShownText.Piece piece : shown.pieces()) {
      if (piece.isToken()) {
        assertEquals(next++, piece.token());
      }
    }
  }

  @Test
  void findsTheRightOneOfEqualWords() {
    ShownText shown = ShownText.of("then the theme: the end", tokens("then the theme: the end"));
    assertEquals(
        List.of("then", " ", "the", " ", "theme", ": ", "the", " ", "end"),
        shown.pieces().stream().map(ShownText.Piece::text).toList());
  }

  @Test
  void whatTheModelDidNotReadStandsBefore() {
    ShownText shown = ShownText.of("First part. Last words", tokens("last words"));
    assertEquals("First part. ", shown.pieces().get(0).text());
    assertEquals(2, shown.pieces().stream().filter(ShownText.Piece::isToken).count());
  }

  @Test
  void cutsALongTextThatTheModelDidNotRead() {
    ShownText shown = ShownText.of("x".repeat(100_000) + " last", tokens("last"));
    assertTrue(joined(shown).length() < 500, "" + joined(shown).length());
    assertTrue(joined(shown).contains(" … "), joined(shown));
  }

  @Test
  void showsTheTokensWhereTheTextIsAnother() {
    ShownText shown = ShownText.of("something else", tokens("two words"));
    assertEquals("two words", joined(shown));
  }

  @Test
  void breaksOfHtmlAreLines() {
    assertEquals("a\n b", joined(ShownText.of("a<br /> b", tokens("a<br /> b"))));
  }

  private static String joined(ShownText shown) {
    return shown.pieces().stream().map(ShownText.Piece::text).collect(Collectors.joining());
  }

  private static List<ReadToken> tokens(String text) {
    return Tokenizer.current().tokenize(text).stream()
        .map(token -> new ReadToken(token, 2, true))
        .toList();
  }
}

package dev.sluice.insight.inspect.page;

import dev.sluice.insight.inspect.ReadToken;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A text as a reader wrote it, cut into the tokens that the model read and what stands between
 * them: capitals and punctuation, which tokens lack.
 *
 * @param pieces the pieces in order; each token once
 */
record ShownText(List<Piece> pieces) {
  private static final Pattern BREAK =
      Pattern.compile("</?br\\s*/?\\s*>", Pattern.CASE_INSENSITIVE);

  private static final Set<Character.UnicodeScript> WITHOUT_SPACES =
      Set.of(Character.UnicodeScript.HAN, Character.UnicodeScript.HIRAGANA);

  /** The most characters between tokens that are shown; what is longer is cut in the middle. */
  private static final int MOST_BETWEEN = 400;

  /**
   * A piece of the text.
   *
   * @param text its characters
   * @param token position of the token, or {@link #NO_TOKEN}
   */
  record Piece(String text, int token) {
    static final int NO_TOKEN = -1;

    boolean isToken() {
      return token != NO_TOKEN;
    }
  }

  /**
   * Finds the tokens in a text, from the last to the first, since a model reads the end of a longer
   * text. If one is not there, the tokens themselves are shown, with spaces between them.
   */
  static ShownText of(String text, List<ReadToken> tokens) {
    String written =
        Normalizer.normalize(BREAK.matcher(text).replaceAll("\n"), Normalizer.Form.NFC);
    int[] characters = written.codePoints().toArray();
    int[] folded = IntStream.of(characters).map(ShownText::fold).toArray();
    Deque<Piece> pieces = new ArrayDeque<>();
    int end = characters.length;
    for (int t = tokens.size() - 1; t >= 0; t--) {
      int[] token = tokens.get(t).text().codePoints().map(ShownText::fold).toArray();
      int at = lastIndexOf(folded, token, end);
      if (at < 0) {
        return ofTokens(tokens);
      }
      addBetween(pieces, characters, at + token.length, end);
      pieces.addFirst(new Piece(new String(characters, at, token.length), t));
      end = at;
    }
    addBetween(pieces, characters, 0, end);
    return new ShownText(List.copyOf(pieces));
  }

  private static ShownText ofTokens(List<ReadToken> tokens) {
    List<Piece> pieces = new ArrayList<>();
    for (int t = 0; t < tokens.size(); t++) {
      if (t > 0) {
        pieces.add(new Piece(" ", Piece.NO_TOKEN));
      }
      pieces.add(new Piece(tokens.get(t).text(), t));
    }
    return new ShownText(List.copyOf(pieces));
  }

  private static void addBetween(Deque<Piece> pieces, int[] characters, int from, int to) {
    if (from == to) {
      return;
    }
    String text = new String(characters, from, to - from);
    if (to - from > MOST_BETWEEN) {
      int half = MOST_BETWEEN / 2;
      text = new String(characters, from, half) + " … " + new String(characters, to - half, half);
    }
    pieces.addFirst(new Piece(text, Piece.NO_TOKEN));
  }

  /** The last place at which a word begins with the token and which ends at or before the end. */
  private static int lastIndexOf(int[] text, int[] token, int end) {
    for (int at = end - token.length; at >= 0; at--) {
      if (beginsWord(text, at) && matches(text, at, token)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether a word may begin here; scripts without spaces begin one anywhere. */
  private static boolean beginsWord(int[] text, int at) {
    return at == 0
        || !Character.isLetterOrDigit(text[at - 1])
        || !Character.isLetterOrDigit(text[at])
        || WITHOUT_SPACES.contains(Character.UnicodeScript.of(text[at]));
  }

  private static boolean matches(int[] text, int at, int[] token) {
    for (int i = 0; i < token.length; i++) {
      if (text[at + i] != token[i]) {
        return false;
      }
    }
    return true;
  }

  /** Letters without case, and one kind of apostrophe, as in tokens. */
  private static int fold(int character) {
    return character == '\u2019' ? '\'' : Character.toLowerCase(character);
  }
}

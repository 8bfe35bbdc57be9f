package dev.sluice.app.inspect;

import dev.sluice.app.launch.UserError;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.data.Vocabulary;
import java.util.Arrays;
import java.util.List;

/**
 * A text as a model reads it.
 *
 * @param name where the text comes from
 * @param words its last tokens, as the tokenizer gave them
 * @param tokens their indices in the vocabulary
 * @param cut number of tokens at the beginning that the model does not read
 */
record ModelText(String name, List<String> words, int[] tokens, int cut) {
  /**
   * Tokenizes a text.
   *
   * @param name what messages call the text
   * @throws UserError if it has no word that the model knows
   */
  static ModelText of(String name, String text, TextEncoding encoding) {
    List<String> all = encoding.tokenizer().tokenize(text);
    if (all.isEmpty()) {
      throw new UserError(
          name + ": expected a text with words, got " + (text.isBlank() ? "none" : "no word"));
    }
    int cut = Math.max(0, all.size() - encoding.tokens());
    List<String> words = all.subList(cut, all.size());
    int[] tokens = encoding.vocabulary().encode(words);
    if (Arrays.stream(tokens).allMatch(token -> token == Vocabulary.UNKNOWN)) {
      throw new UserError(
          name
              + ": expected a word of the model's vocabulary, got only unknown ones, which contribute"
              + " nothing, such as '"
              + words.get(words.size() - 1)
              + "'");
    }
    return new ModelText(name, words, tokens, cut);
  }

  /** The number of tokens that are not in the vocabulary. */
  long unknown() {
    return Arrays.stream(tokens).filter(token -> token == Vocabulary.UNKNOWN).count();
  }
}

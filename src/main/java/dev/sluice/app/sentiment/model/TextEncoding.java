package dev.sluice.app.sentiment.model;

import dev.sluice.argument.Require;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.TokenizedTexts;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import java.util.List;

/**
 * Converts texts to token indices for a model, and names its classes.
 *
 * @param classNames names of the classes in the order of the logits, at least two
 * @param vocabulary vocabulary of the training texts
 * @param tokenizer the tokenizer with which the vocabulary was made
 * @param tokens how many tokens at the end of a longer text are kept, at least 1
 */
public record TextEncoding(
    List<String> classNames, Vocabulary vocabulary, Tokenizer tokenizer, int tokens) {
  /** Checks the values and copies the list. */
  public TextEncoding {
    classNames = List.copyOf(classNames);
    Require.atLeast("class names", 2, classNames.size());
    Require.present("vocabulary", vocabulary);
    Require.present("tokenizer", tokenizer);
    Require.atLeast("tokens", 1, tokens);
  }

  /**
   * Encodes labelled texts.
   *
   * @param labels class of each text
   * @param threads number of worker threads, at least 1
   */
  public EncodedTexts encode(List<String> texts, int[] labels, int threads) {
    return EncodedTexts.encode(tokenizer.tokenizeAll(texts, threads), labels, vocabulary, tokens);
  }

  /**
   * Encodes labelled texts.
   *
   * @param texts texts that this tokenizer tokenized
   * @param labels class of each text
   */
  public EncodedTexts encode(TokenizedTexts texts, int[] labels) {
    return EncodedTexts.encode(texts, labels, vocabulary, tokens);
  }
}

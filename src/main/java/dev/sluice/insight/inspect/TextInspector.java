package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Scope;
import dev.sluice.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Shows what a trained text model does with a text. The model has an embedding, recurrent layers, a
 * pooling and a logit for each class; dropout and dense layers may stand between them.
 *
 * <pre>{@code
 * try (TextInspector inspector = TextInspector.of(model, Vocabulary.UNKNOWN)) {
 *   TextInspection inspection = inspector.inspect(vocabulary.encode(words), words);
 *   inspection.strongestFor(10).forEach(t -> System.out.println(words.get(t)));
 * }
 * }</pre>
 *
 * <p>The inspector copies the parameters of the layers above the embedding when it is created. It
 * never changes the model or its gradients. For use by one thread.
 */
public final class TextInspector implements AutoCloseable {
  /** Texts of one call of the integration: enough for full batches. */
  private static final int TEXTS_AT_ONCE = 64;

  private final VectorClassifier classifier;
  private final int unknown;
  private final int maxPoints;

  private TextInspector(VectorClassifier classifier, int unknown, int maxPoints) {
    this.classifier = classifier;
    this.unknown = unknown;
    this.maxPoints = maxPoints;
  }

  /**
   * Creates an inspector.
   *
   * @param model must stay open as long as the inspector
   * @param unknown the token of the baseline: the one that stands for unknown words
   * @return owned by the caller
   * @throws IllegalArgumentException if the model is no such text classifier, or the token is not
   *     in its vocabulary
   */
  public static TextInspector of(Model model, int unknown) {
    return of(model, unknown, IntegratedGradients.MAX_POINTS);
  }

  /** With another largest number of points on the path of the integrated gradients. */
  static TextInspector of(Model model, int unknown, int maxPoints) {
    Require.present("model", model);
    VectorClassifier classifier = VectorClassifier.copyOf(model);
    try {
      Require.between("unknown", 0, classifier.vocabulary() - 1, unknown);
    } catch (IllegalArgumentException e) {
      classifier.close();
      throw e;
    }
    return new TextInspector(classifier, unknown, maxPoints);
  }

  /**
   * Inspects a text.
   *
   * @param tokens the text as the model reads it, {@code [T]}, at least one token
   * @param words the texts of the tokens, T of them
   * @throws IllegalArgumentException if there is no token, one is not in the vocabulary, or the
   *     counts differ
   */
  public TextInspection inspect(int[] tokens, List<String> words) {
    requireTokens("tokens", tokens);
    Require.presentElements("words", words);
    if (words.size() != tokens.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "words: expected %d, one for each token, got %d",
              tokens.length,
              words.size()));
    }
    float[] vectors = classifier.vectors(tokens);
    Attribution attribution = gradients().of(List.of(vectors)).get(0);
    try (Scope scope = classifier.device().scope()) {
      ForwardTrace forward = ForwardTrace.of(classifier, vectors, scope);
      double[] logits = forward.logits();
      return new TextInspection(
          readTokens(tokens, words),
          new Decision(list(logits), list(LogOdds.probabilities(logits)), attribution.predicted()),
          attribution.contributions(),
          PoolingDescription.of(
              classifier.poolingSpec(), forward.top().layer().spec().directions()),
          LayerTraces.of(forward, forward.gradientOfTop(attribution.predicted())),
          new PrefixPredictions(classifier).of(tokens, forward));
    }
  }

  /**
   * The words that contribute most to each class, over many texts.
   *
   * @param texts at least one
   * @param vocabulary names the tokens
   * @param minTexts words that occur in fewer texts are left out; at least 1
   * @param count the most words of each class
   * @param progress is told the number of further texts that are done, after some of them
   * @throws IllegalArgumentException if there is no text, or a token is not in the vocabulary
   */
  public StrongestWords strongestWords(
      EncodedTexts texts, Vocabulary vocabulary, int minTexts, int count, IntConsumer progress) {
    Require.present("texts", texts);
    Require.present("vocabulary", vocabulary);
    Require.present("progress", progress);
    Require.atLeast("texts", 1, texts.size());
    Require.atLeast("minTexts", 1, minTexts);
    Require.atLeast("count", 0, count);
    WordTotals totals = new WordTotals(classifier.classes(), unknown);
    for (int from = 0; from < texts.size(); from += TEXTS_AT_ONCE) {
      List<int[]> tokens = new ArrayList<>();
      for (int i = from; i < Math.min(texts.size(), from + TEXTS_AT_ONCE); i++) {
        requireTokens("texts[" + i + "]", texts.tokens(i));
        tokens.add(texts.tokens(i));
      }
      List<Attribution> attributions =
          gradients().of(tokens.stream().map(classifier::vectors).toList());
      for (int i = 0; i < tokens.size(); i++) {
        totals.add(tokens.get(i), attributions.get(i));
      }
      progress.accept(tokens.size());
    }
    return totals.strongest(vocabulary, minTexts, count);
  }

  private IntegratedGradients gradients() {
    return new IntegratedGradients(classifier, unknown, maxPoints);
  }

  private void requireTokens(String name, int[] tokens) {
    Require.present(name, tokens);
    Require.atLeast(name, 1, tokens.length);
    for (int t = 0; t < tokens.length; t++) {
      if (tokens[t] < 0 || tokens[t] >= classifier.vocabulary()) {
        Require.between(name + "[" + t + "]", 0, classifier.vocabulary() - 1, tokens[t]);
      }
    }
  }

  private List<ReadToken> readTokens(int[] tokens, List<String> words) {
    List<ReadToken> read = new ArrayList<>();
    for (int t = 0; t < tokens.length; t++) {
      read.add(new ReadToken(words.get(t), tokens[t], tokens[t] != unknown));
    }
    return read;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** Frees the copies of the parameters; the model stays open. */
  @Override
  public void close() {
    classifier.close();
  }
}

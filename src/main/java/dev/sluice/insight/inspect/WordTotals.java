package dev.sluice.insight.inspect;

import dev.sluice.data.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contributions of each word over many texts, added up. */
final class WordTotals {
  private final int unknown;

  /** By class, then by token: the contributions to the class. */
  private final List<Map<Integer, Total>> classes = new ArrayList<>();

  private int texts;
  private int incomplete;
  private double largestError;

  private static final class Total {
    private int texts;
    private int occurrences;
    private double sum;
    private int lastText = -1;
  }

  WordTotals(int classCount, int unknown) {
    this.unknown = unknown;
    for (int k = 0; k < classCount; k++) {
      classes.add(new HashMap<>());
    }
  }

  /** Adds a text. With two classes it counts for both, else for the predicted one. */
  void add(int[] tokens, Attribution attribution) {
    Contributions contributions = attribution.contributions();
    for (int k = 0; k < classes.size(); k++) {
      boolean predicted = k == attribution.predicted();
      if (predicted || classes.size() == 2) {
        add(tokens, contributions.values(), predicted ? 1 : -1, classes.get(k));
      }
    }
    texts++;
    incomplete += contributions.complete() ? 0 : 1;
    largestError =
        Math.max(
            largestError, contributions.error() / Math.max(1, Math.abs(contributions.change())));
  }

  private void add(int[] tokens, List<Double> values, int sign, Map<Integer, Total> totals) {
    for (int t = 0; t < tokens.length; t++) {
      if (tokens[t] == unknown) {
        continue;
      }
      Total total = totals.computeIfAbsent(tokens[t], token -> new Total());
      total.texts += total.lastText == texts ? 0 : 1;
      total.lastText = texts;
      total.occurrences++;
      total.sum += sign * values.get(t);
    }
  }

  StrongestWords strongest(Vocabulary vocabulary, int minTexts, int count) {
    List<List<WordContribution>> lists = new ArrayList<>();
    for (Map<Integer, Total> totals : classes) {
      lists.add(
          totals.entrySet().stream()
              .filter(entry -> entry.getValue().texts >= minTexts)
              .map(entry -> contribution(vocabulary, entry.getKey(), entry.getValue()))
              .filter(word -> word.mean() > 0)
              .sorted(
                  Comparator.comparingDouble(WordContribution::mean)
                      .reversed()
                      .thenComparing(WordContribution::id))
              .limit(count)
              .toList());
    }
    return new StrongestWords(texts, minTexts, incomplete, largestError, lists);
  }

  private static WordContribution contribution(Vocabulary vocabulary, int token, Total total) {
    return new WordContribution(
        vocabulary.token(token),
        token,
        total.texts,
        total.occurrences,
        total.sum / total.occurrences);
  }
}

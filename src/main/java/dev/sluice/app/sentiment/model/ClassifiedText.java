package dev.sluice.app.sentiment.model;

import dev.sluice.app.console.TerminalText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A text with the class probabilities that a model predicts.
 *
 * @param text the text
 * @param label name of the most probable class
 * @param probability its probability, 0 to 1
 * @param probabilities probabilities of all classes by name, in the order of the classes
 */
public record ClassifiedText(
    String text, String label, double probability, Map<String, Double> probabilities) {
  private static final int MAX_LENGTH = 72;

  /** Classifies texts. The results have the order of the texts. */
  public static List<ClassifiedText> of(SentimentModel model, List<String> texts) {
    List<float[]> all = model.classify(texts);
    List<ClassifiedText> results = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      results.add(of(texts.get(i), all.get(i), model.encoding().classNames()));
    }
    return results;
  }

  private static ClassifiedText of(String text, float[] probabilities, List<String> classNames) {
    int best = 0;
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int c = 0; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
      byName.put(classNames.get(c), (double) probabilities[c]);
    }
    return new ClassifiedText(text, classNames.get(best), probabilities[best], byName);
  }

  /** Prints one line with the beginning of the text. */
  public void print(PrintWriter out) {
    String line = text.strip().replaceAll("\\s+", " ");
    String shown = line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH - 3) + "..." : line;
    out.printf(
        Locale.ROOT, "%-9s %5.1f%%  %s%n", TerminalText.name(label), 100 * probability, shown);
  }
}

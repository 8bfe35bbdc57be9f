package dev.sluice.app.sentiment.model;

import dev.sluice.app.console.TerminalText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a model says of a text.
 *
 * @param text the text
 * @param label name of the likeliest class
 * @param probability of that class, 0 to 1
 * @param probabilities of all classes by name, in their order
 */
public record Answer(
    String text, String label, double probability, Map<String, Double> probabilities) {
  private static final int SHOWN = 72;

  /** The answers about some texts, in their order. */
  public static List<Answer> of(SentimentModel model, List<String> texts) {
    List<float[]> all = model.classify(texts);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      answers.add(of(texts.get(i), all.get(i), model.encoding().classNames()));
    }
    return answers;
  }

  private static Answer of(String text, float[] probabilities, List<String> classNames) {
    int best = 0;
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int c = 0; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
      byName.put(classNames.get(c), (double) probabilities[c]);
    }
    return new Answer(text, classNames.get(best), probabilities[best], byName);
  }

  /** One line, with the beginning of the text. */
  public void print(PrintWriter out) {
    String line = text.strip().replaceAll("\\s+", " ");
    String shown = line.length() > SHOWN ? line.substring(0, SHOWN - 3) + "..." : line;
    out.printf(
        Locale.ROOT, "%-9s %5.1f%%  %s%n", TerminalText.name(label), 100 * probability, shown);
  }
}

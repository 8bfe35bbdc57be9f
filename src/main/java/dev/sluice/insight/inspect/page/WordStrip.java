package dev.sluice.insight.inspect.page;

import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text, each word shaded by its contribution to the decision and underlined by what the memory
 * keeps of it.
 */
final class WordStrip implements PagePart {
  private final TextInspection inspection;
  private final String predicted;
  private final ShownText text;
  private final double strongest;
  private final double best;
  private final List<Double> retention;
  private final Map<Integer, Double> probabilities;

  WordStrip(TextInspection inspection, List<String> classNames, ShownText text) {
    this.inspection = inspection;
    int predicted = inspection.decision().predicted();
    this.predicted = classNames.get(predicted);
    this.text = text;
    this.retention = inspection.retention();
    this.strongest =
        inspection.contributions().values().stream().mapToDouble(Math::abs).max().orElse(0);
    this.best = retention.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    this.probabilities = inspection.running().probabilities(predicted);
  }

  @Override
  public void write(Markup page) {
    legend(page);
    page.open("div", "class", "words", "dir", "auto", "role", "group");
    page.open("p", "class", "strip");
    for (ShownText.Piece piece : text.pieces()) {
      if (piece.isToken()) {
        word(page, piece);
      } else {
        page.text(piece.text());
      }
    }
    page.close().close().line();
    page.open("p", "class", "readout", "aria-live", "polite");
    page.text("Point at a word, or reach the text by keyboard and use the arrow keys.").close();
    page.line();
  }

  private void legend(Markup page) {
    page.open("p", "class", "legend");
    page.element("span", "speaks for " + predicted, "class", "word for", "style", "--c:0.8");
    page.element("span", "speaks against", "class", "word against", "style", "--c:0.8");
    String most = "kept in memory most, " + NumberText.percent(best, 0);
    page.element("span", most, "class", "word", "style", "--c:0;--m:1");
    page.element("span", "half of that", "class", "word", "style", "--c:0;--m:0.5");
    page.element("span", "forgotten", "class", "word", "style", "--c:0;--m:0").close().line();
  }

  private void word(Markup page, ShownText.Piece piece) {
    int t = piece.token();
    double contribution = inspection.contributions().values().get(t);
    double share = strongest == 0 ? 0 : Math.abs(contribution) / strongest;
    double kept = best > 0 ? Math.max(0, retention.get(t)) / best : 0;
    String side = contribution < 0 ? "against" : "for";
    String known = inspection.tokens().get(t).known() ? "" : " unknown";
    page.element(
        "span",
        piece.text(),
        "class",
        "word " + side + known,
        "style",
        String.format(Locale.ROOT, "--c:%.3f;--m:%.3f", share, kept),
        "data-token",
        "" + t,
        "title",
        readout(t));
  }

  /** What is known of a token, in a line. */
  private String readout(int t) {
    StringBuilder line = new StringBuilder();
    double contribution = inspection.contributions().values().get(t);
    line.append(inspection.tokens().get(t).text());
    if (!inspection.tokens().get(t).known()) {
      line.append(" (not in the vocabulary)");
    }
    line.append(": contribution ").append(signed(contribution));
    line.append(", kept in memory ").append(NumberText.percent(retention.get(t), 1));
    Double probability = probabilities.get(t);
    if (probability != null) {
      line.append(", ").append(predicted).append(" after it ");
      line.append(NumberText.percent(probability, 1));
    }
    return line.toString();
  }

  /** A number with its sign, three decimals. */
  static String signed(double number) {
    return (number > 0 ? "+" : "") + NumberText.fixed(number, 3);
  }
}

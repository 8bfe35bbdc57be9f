package dev.sluice.insight;

import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import java.util.List;
import java.util.Locale;

/** The section of example texts with a bar for the probability of each class. */
final class ExamplesSection implements PagePart {
  /** Longer texts are collapsed after this many characters. */
  private static final int SHOWN = 320;

  private final List<ScoredText> examples;

  ExamplesSection(List<ScoredText> examples) {
    this.examples = examples;
  }

  /** Writes the section; nothing if there are no examples. */
  @Override
  public void write(Markup page) {
    if (examples.isEmpty()) {
      return;
    }
    page.open("section").line().element("h2", "Examples").line();
    if (examples.stream().anyMatch(example -> example.label().isPresent())) {
      page.element("p", "✓ marks the right answer.", "class", "note").line();
    }
    for (ScoredText example : examples) {
      page.open("article").line();
      text(page, example.text());
      page.open("div", "class", "answers").line();
      example.probabilities().forEach(shown -> bar(page, example, shown));
      page.close().close().line();
    }
    page.close().line();
  }

  private static void text(Markup page, String text) {
    if (text.length() <= SHOWN) {
      page.element("blockquote", text, "dir", "auto").line();
      return;
    }
    int cut = text.lastIndexOf(' ', SHOWN);
    // A text without spaces is cut between any two characters.
    cut = cut > 0 ? cut : text.offsetByCodePoints(0, text.codePointCount(0, SHOWN) - 1);
    page.open("details").open("summary");
    page.open("blockquote", "dir", "auto").text(text.substring(0, cut));
    page.element("span", " … more", "class", "more").close().close();
    page.element("blockquote", text.substring(cut).strip(), "dir", "auto").close().line();
  }

  private static void bar(Markup page, ScoredText example, ScoredText.ClassProbability shown) {
    boolean right = example.label().filter(shown.className()::equals).isPresent();
    double probability = shown.probability();
    double width = Double.isFinite(probability) ? 100 * Math.min(1, Math.max(0, probability)) : 0;
    page.element("span", shown.className() + (right ? " ✓" : ""), "class", "name");
    page.open("span", "class", "bar");
    page.open("i", "style", String.format(Locale.ROOT, "width:%.1f%%", width)).close().close();
    page.element("span", NumberText.percent(probability, 1), "class", "number").line();
  }
}

package dev.sluice.insight.inspect.page;

import dev.sluice.argument.Require;
import dev.sluice.insight.chart.BarList;
import dev.sluice.insight.chart.Figure;
import dev.sluice.insight.chart.Line;
import dev.sluice.insight.chart.LineChart;
import dev.sluice.insight.chart.LinearAxis;
import dev.sluice.insight.inspect.Contributions;
import dev.sluice.insight.inspect.LayerTrace;
import dev.sluice.insight.inspect.StrongestWords;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.inspect.WordContribution;
import dev.sluice.insight.page.Headline;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import dev.sluice.insight.page.PageResource;
import dev.sluice.insight.page.Paragraph;
import dev.sluice.insight.page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The page of an inspected text: the words shaded by what they contribute and underlined by what
 * the memory keeps of them, the prediction as it reads, and the gates as heat maps. It needs no
 * script; with one, a word under the pointer or the keyboard shows its numbers.
 *
 * <p>A page is immutable: each method that sets something returns a new page.
 *
 * <pre>{@code
 * InspectionPage.of(inspection, List.of("negative", "positive"))
 *     .withText(review)
 *     .page()
 *     .write(Path.of("inspection.html"));
 * }</pre>
 */
public final class InspectionPage {
  private static final PageResource STYLE =
      new PageResource(InspectionPage.class, "inspection.css");
  private static final PageResource SCRIPT =
      new PageResource(InspectionPage.class, "inspection.js");
  private static final int STRONGEST = 10;
  private static final int LOW = 220;

  private final TextInspection inspection;
  private final List<String> classNames;
  // Changed only in a new copy, before it is published.
  private @Nullable String text;
  private String title = "What the network remembers";
  private String model = "";
  private String source = "";
  private List<String> remarks = List.of();
  private @Nullable StrongestWords strongest;

  private InspectionPage(TextInspection inspection, List<String> classNames) {
    this.inspection = Require.present("inspection", inspection);
    this.classNames = Require.copyOf("classNames", classNames);
    int classes = inspection.decision().probabilities().size();
    Require.between("class names", classes, classes, this.classNames.size());
  }

  private InspectionPage with(Consumer<InspectionPage> change) {
    InspectionPage copy = new InspectionPage(inspection, classNames);
    copy.text = text;
    copy.title = title;
    copy.model = model;
    copy.source = source;
    copy.remarks = remarks;
    copy.strongest = strongest;
    change.accept(copy);
    return copy;
  }

  /**
   * A page with nothing but the inspection.
   *
   * @param classNames names of the classes, in the order of the logits
   * @throws IllegalArgumentException if there is not one name for each class
   */
  public static InspectionPage of(TextInspection inspection, List<String> classNames) {
    return new InspectionPage(inspection, classNames);
  }

  /** The title of the page; what it shows in general unless set. */
  public InspectionPage withTitle(String title) {
    Require.present("title", title);
    return with(copy -> copy.title = title);
  }

  /** The text as it was written, with capitals and punctuation; the tokens unless set. */
  public InspectionPage withText(String text) {
    Require.present("text", text);
    return with(copy -> copy.text = text);
  }

  /** What the model is, in a sentence; left out unless set. */
  public InspectionPage withModel(String sentence) {
    Require.present("model", sentence);
    return with(copy -> copy.model = sentence);
  }

  /** Where the text comes from, for the footer; left out unless set. */
  public InspectionPage withSource(String sentence) {
    Require.present("source", sentence);
    return with(copy -> copy.source = sentence);
  }

  /** Adds what the page could not show, such as tokens that the model does not read. */
  public InspectionPage withRemark(String sentence) {
    Require.present("remark", sentence);
    List<String> longer = new ArrayList<>(remarks);
    longer.add(sentence);
    return with(copy -> copy.remarks = List.copyOf(longer));
  }

  /** The strongest words of many texts; left out unless set. */
  public InspectionPage withStrongestWords(StrongestWords words) {
    Require.present("words", words);
    return with(copy -> copy.strongest = words);
  }

  /** The style sheet of {@link #text()} and {@link #gateMaps()}, for other pages that show it. */
  public static PageResource style() {
    return STYLE;
  }

  /** The script of {@link #text()} and {@link #gateMaps()}, for other pages that show it. */
  public static PageResource script() {
    return SCRIPT;
  }

  /** The whole page. */
  public HtmlPage page() {
    HtmlPage page =
        HtmlPage.of(title)
            .withStyle(STYLE)
            .withScript(SCRIPT)
            .withDescription(model)
            .withPart(headline())
            .withPart(Section.of("The words", text(), remarks()))
            .withPart(Section.of("The strongest words of this text", strongestOfText()))
            .withPart(Section.of("The prediction as it reads", running()))
            .withPart(new Section("Gates and memory", gateMaps()))
            .withPart(new TokenTable(inspection, classNames));
    if (strongest != null) {
      page = page.withPart(overTexts(strongest));
    }
    if (!source.isEmpty()) {
      page = page.withFooter(Paragraph.note(source));
    }
    return page.withFooter(Paragraph.note(definitions()));
  }

  /** The text with its shaded words, its legend and the place for the numbers of a word. */
  public PagePart text() {
    String shown = text == null ? "" : text;
    return new WordStrip(inspection, classNames, ShownText.of(shown, inspection.tokens()));
  }

  /** Where the text comes from; empty unless set. */
  public String source() {
    return source;
  }

  private String predicted() {
    return classNames.get(inspection.decision().predicted());
  }

  private PagePart headline() {
    Contributions contributions = inspection.contributions();
    double probability =
        inspection.decision().probabilities().get(inspection.decision().predicted());
    String sum =
        String.format(
            Locale.ROOT,
            "The words together contribute %s to the log odds, which are %s without and %s with them;"
                + " the error of the sum is %s (%d points of the path).",
            WordStrip.signed(contributions.sum()),
            NumberText.fixed(contributions.baselineLogOdds(), 3),
            NumberText.fixed(contributions.logOdds(), 3),
            NumberText.significant(contributions.error(), 2),
            contributions.steps());
    String warning =
        contributions.complete()
            ? ""
            : " That is more than 1%: these contributions are not complete.";
    return new Headline(NumberText.percent(probability, 1), predicted(), sum + warning);
  }

  private PagePart remarks() {
    return page -> remarks.forEach(remark -> Paragraph.note(remark).write(page));
  }

  /** The words of this text that speak most for the predicted class, and those against it. */
  public PagePart strongestOfText() {
    List<BarList.Bar> forPredicted = bars(inspection.strongestFor(STRONGEST));
    List<BarList.Bar> against = bars(inspection.strongestAgainst(STRONGEST));
    return pair(
        List.of("For " + predicted(), "Against " + predicted()), List.of(forPredicted, against));
  }

  private List<BarList.Bar> bars(List<Integer> positions) {
    List<BarList.Bar> bars = new ArrayList<>();
    for (int t : positions) {
      double contribution = inspection.contributions().values().get(t);
      String kept = NumberText.percent(inspection.retention().get(t), 0);
      bars.add(
          new BarList.Bar(
              inspection.tokens().get(t).text(),
              contribution,
              WordStrip.signed(contribution) + ", " + kept + " kept"));
    }
    return bars;
  }

  /** Lists of words side by side, in one scale. */
  private static PagePart pair(List<String> titles, List<List<BarList.Bar>> lists) {
    double longest = lists.stream().mapToDouble(BarList::largest).max().orElse(0);
    return page -> {
      page.open("div", "class", "pair").line();
      for (int i = 0; i < lists.size(); i++) {
        page.open("figure").open("figcaption").element("b", titles.get(i)).close().line();
        if (lists.get(i).isEmpty()) {
          Paragraph.note("None.").write(page);
        }
        new BarList(titles.get(i), lists.get(i), longest).write(page);
        page.close().line();
      }
      page.close().line();
    };
  }

  /** The probability of the predicted class after each token, as a figure. */
  public PagePart running() {
    List<Line.Point> points =
        inspection.running().points().stream()
            .map(
                point ->
                    new Line.Point(
                        point.tokens(),
                        point.probabilities().get(inspection.decision().predicted())))
            .toList();
    int tokens = inspection.tokens().size();
    LineChart chart =
        new LineChart(
            "Probability of " + predicted() + " after each token",
            LineChart.FULL,
            LOW,
            LinearAxis.counting("tokens read", 1, tokens),
            LinearAxis.share("probability of " + predicted()),
            List.of(new Line("", Line.Look.PLAIN, points)));
    return new Figure(
        "Probability of " + predicted(),
        chart,
        "What the model would say if the text ended there.");
  }

  /** The gates of every layer as heat maps, the layer that the decision reads first. */
  public List<PagePart> gateMaps() {
    List<PagePart> parts = new ArrayList<>();
    parts.add(Paragraph.text("The decision reads " + inspection.reading() + "."));
    for (int l = inspection.layers().size() - 1; l >= 0; l--) {
      LayerTrace layer = inspection.layers().get(l);
      parts.add(new GateMaps(layer));
    }
    return List.copyOf(parts);
  }

  private PagePart overTexts(StrongestWords words) {
    return Section.of(
        "The strongest words of " + NumberText.count(words.texts()) + " texts",
        pair(
            classNames.stream().map(name -> "For " + name).toList(),
            words.classes().stream()
                .map(list -> list.stream().map(InspectionPage::bar).toList())
                .toList()),
        Paragraph.note(
            "Mean contribution of a word each time it occurs, and the number of texts in which it"
                + " does; words in fewer than "
                + words.minTexts()
                + " texts are left out."));
  }

  private static BarList.Bar bar(WordContribution word) {
    return new BarList.Bar(
        word.word(),
        word.mean(),
        WordStrip.signed(word.mean()) + ", " + NumberText.count(word.texts()) + " texts");
  }

  private String definitions() {
    return "Contributions: integrated gradients of the log odds with respect to the vectors of the"
        + " words, from a text of unknown words only (Sundararajan, Taly and Yan, 2017). Kept in"
        + " memory: the share of a word's write that later forget or update gates leave where the"
        + " decision reads; for a cell without gates, how much of a change of its state after the"
        + " word still arrives there.";
  }
}

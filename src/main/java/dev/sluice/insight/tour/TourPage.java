package dev.sluice.insight.tour;

import dev.sluice.argument.Require;
import dev.sluice.insight.cost.Cost;
import dev.sluice.insight.cost.CostPage;
import dev.sluice.insight.gradient.GradientFigures;
import dev.sluice.insight.gradient.GradientPage;
import dev.sluice.insight.gradient.GradientSettings;
import dev.sluice.insight.gradient.Moment;
import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.insight.memory.MemoryPage;
import dev.sluice.insight.memory.MemorySettings;
import dev.sluice.insight.page.FactList;
import dev.sluice.insight.page.Headline;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import dev.sluice.insight.page.PageResource;
import dev.sluice.insight.page.Paragraph;
import dev.sluice.insight.page.Section;
import dev.sluice.insight.page.SideBySide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page of the tour: five chapters in the order of D. Trehan, <em>Understanding LSTM's and
 * GRU's</em>, 2020. Every number on it was measured.
 */
public final class TourPage {
  private static final PageResource STYLE = new PageResource(TourPage.class, "tour.css");

  private final TourResult result;
  private final InspectionPage inspection;
  private final GradientFigures figures;
  private final CostPage cost;

  private TourPage(TourResult result) {
    this.result = result;
    ReadReview review = result.review();
    this.inspection =
        InspectionPage.of(review.inspection(), review.classNames()).withText(review.text());
    this.figures = new GradientFigures(result.gradients());
    this.cost = new CostPage(result.cost());
  }

  /** The page of a result. The same result gives the same page, byte by byte. */
  public static HtmlPage of(TourResult result) {
    return new TourPage(Require.present("result", result)).page();
  }

  private HtmlPage page() {
    return HtmlPage.of("What a gate is for")
        .withStyle(InspectionPage.style())
        .withStyle(STYLE)
        .withScript(InspectionPage.script())
        .withDescription(
            "Five steps from a network that forgets to one that chooses what to keep. Every"
                + " picture was measured on this machine.")
        .withPart(facts())
        .withPart(new Section("1. Short-term memory", shortTermMemory()))
        .withPart(new Section("2. The vanishing gradient", vanishingGradient()))
        .withPart(new Section("3. Gates: write, read, forget", gates()))
        .withPart(new Section("4. The GRU does with less", gru()))
        .withPart(new Section("5. What it is good for", useCases()))
        .withFooter(
            Paragraph.note(
                "The story follows D. Trehan, Understanding LSTM's and GRU's, 2020. "
                    + result.review().source()))
        .withFooter(Paragraph.note("Reviews: " + result.gradients().reviews() + "."));
  }

  private FactList facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Device", result.device());
    facts.put("Seed", String.valueOf(result.seed()));
    return new FactList(facts);
  }

  private String predicted() {
    return result.review().classNames().get(result.review().inspection().decision().predicted());
  }

  private List<PagePart> shortTermMemory() {
    MemorySettings settings = result.memory().settings();
    return List.of(
        Paragraph.text(
            "Who reads a review keeps the words that say something, timeless or incredible, and"
                + " forgets think and most. A network that reads word by word must do the same: its"
                + " state has a fixed size. The table shows a few words, what they contributed to"
                + " the decision of a small LSTM, and how much of what they wrote was still in its"
                + " memory where the decision reads it."),
        KeptWords.table(result.review().inspection(), predicted()),
        Paragraph.note(
            result.review().model()
                + " Its decision reads "
                + result.review().inspection().reading()
                + "."),
        Paragraph.text(
            "A vanilla RNN rewrites its whole state at every step, so what it read long ago is soon"
                + " written over:"),
        Equations.rnn(),
        Paragraph.text(
            "How long can it remember? Each cell was trained to answer a question about something"
                + " that it read some steps before. The more steps a cell bridges, the longer its"
                + " memory."),
        MemoryPage.table(result.memory()),
        Paragraph.note(
            String.format(
                Locale.ROOT,
                "The longest of the lags %s that was learned within %,d optimizer steps of %d"
                    + " sequences, %d hidden units. ≥ is the longest lag that was tried, < the"
                    + " shortest.",
                settings.lags().toString().replaceAll("[\\[\\]]", ""),
                settings.steps(),
                settings.batchSize(),
                settings.hiddenSize())));
  }

  private List<PagePart> vanishingGradient() {
    GradientSettings settings = result.gradients().settings();
    List<PagePart> parts = new ArrayList<>();
    GradientPage.headline(result.gradients()).ifPresent(parts::add);
    parts.add(
        Paragraph.text(
            "A network learns from an early word only if the gradient of the loss reaches it. In the backward"
                + " pass through time the gradient is multiplied by a matrix and a derivative at"
                + " every step. If they shrink it, little is left after some steps: it vanishes."));
    parts.add(figures.cells(Moment.INITIALIZATION));
    parts.add(
        Paragraph.note(
            String.format(
                Locale.ROOT,
                "%d reviews of %d tokens, %d hidden units, before training. The loss reads the last"
                    + " state.",
                settings.samples(),
                settings.timesteps(),
                settings.hiddenSize())));
    parts.add(
        Paragraph.text(
            "If they stretch it, it explodes: one step then throws the weights far away. Clipping"
                + " scales such a gradient down before it is used."));
    parts.add(figures.scaled());
    parts.add(SideBySide.of(figures.clippedNorms(), figures.clippedLosses()));
    return parts;
  }

  private List<PagePart> gates() {
    List<PagePart> parts = new ArrayList<>();
    parts.add(
        Paragraph.text(
            "An LSTM has a memory beside its state, and three gates: vectors of numbers between 0 and"
                + " 1, learned from data, that say how much passes. σ is the logistic function, ⊙"
                + " multiplies element by element."));
    parts.add(Equations.lstm());
    parts.add(
        Paragraph.text(
            "This is what the small LSTM made of the review. Blue words speak for “"
                + predicted()
                + "”, orange ones against it; the underline shows how much of a word's write the"
                + " memory kept."));
    parts.add(this::writeReview);
    parts.add(Paragraph.text("And these are its gates, word by word."));
    parts.addAll(inspection.gateMaps());
    return parts;
  }

  /** In a box of its own, which the numbers of a word do not leave when the page scrolls. */
  private void writeReview(Markup page) {
    page.open("div").line();
    inspection.text().write(page);
    page.close().line();
  }

  private List<PagePart> gru() {
    List<PagePart> parts = new ArrayList<>();
    parts.add(
        Paragraph.text(
            "A GRU merges the memory with the state, and has two gates: one update gate says both"
                + " what is kept and what is written."));
    parts.add(Equations.gru());
    cost.headline().ifPresent(parts::add);
    parts.add(cost.facts());
    parts.add(cost.formulas());
    parts.add(cost.bars(Cost.PARAMETERS));
    parts.add(cost.bars(Cost.KEPT_BYTES));
    parts.add(cost.bars(Cost.FORWARD_NANOS));
    parts.add(cost.bars(Cost.BACKWARD_NANOS));
    parts.add(
        Paragraph.note(
            "Percentages are shares of the LSTM. Times are medians of "
                + result.cost().settings().rounds()
                + " rounds."));
    return parts;
  }

  private List<PagePart> useCases() {
    ReadReview review = result.review();
    return List.of(
        Paragraph.text(
            "Gated networks read text, speech and other sequences. The one of this page says whether"
                + " a review is favourable."),
        new Headline(
            NumberText.percent(review.accuracy(), 1),
            "of " + NumberText.count(review.testTexts()) + " test reviews classified correctly",
            review.model()),
        inspection.running());
  }
}

package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.FactList;
import dev.sluice.insight.page.Headline;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import dev.sluice.insight.page.Paragraph;
import dev.sluice.insight.page.Section;
import dev.sluice.insight.page.SideBySide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page of a report. Its figures are also available one by one, see {@link GradientFigures}. */
public final class GradientPage {
  private final GradientReport report;
  private final GradientFigures figures;

  private GradientPage(GradientReport report) {
    this.report = Require.present("report", report);
    this.figures = new GradientFigures(report);
  }

  /** The page of a report. The same report gives the same page, byte by byte. */
  public static HtmlPage of(GradientReport report) {
    return new GradientPage(report).page();
  }

  private HtmlPage page() {
    HtmlPage page =
        HtmlPage.of("How far back a gradient reaches")
            .withDescription(
                "A network learns from its early steps only if the gradient of the loss reaches"
                    + " them. Each curve shows how much of it is left, measured by this engine's own"
                    + " backward pass.");
    Optional<Headline> headline = headline(report);
    if (headline.isPresent()) {
      page = page.withPart(headline.get());
    }
    page = page.withPart(new FactList(facts()));
    for (Moment moment : Moment.values()) {
      page = page.withPart(section(moment));
    }
    if (report.settings().cells().stream().anyMatch(GradientCell::lstm)) {
      page = page.withPart(memoryCells());
    }
    return page.withPart(updates()).withPart(explosion()).withFooter(sources());
  }

  /**
   * How much more of the gradient an LSTM with forget bias 1 has left than an RNN, at
   * initialization; empty if one of them was not measured.
   */
  public static Optional<Headline> headline(GradientReport report) {
    Optional<Measurement> rnn = report.of(GradientCell.RNN, Moment.INITIALIZATION);
    Optional<Measurement> lstm = report.of(GradientCell.LSTM_FORGET_1, Moment.INITIALIZATION);
    if (rnn.isEmpty() || lstm.isEmpty()) {
      return Optional.empty();
    }
    int far = ShareText.far(report.settings().timesteps());
    double ofRnn = rnn.get().hiddenShares().get(far).median();
    double ofLstm = lstm.get().hiddenShares().get(far).median();
    return Optional.of(
        new Headline(
            ShareText.factor(ofLstm / ofRnn),
            "as much gradient is left in an LSTM as in an RNN, "
                + ShareText.steps(far)
                + " before the loss",
            String.format(
                Locale.ROOT,
                "At initialization, an LSTM with forget bias 1 has %s of its gradient left there, an"
                    + " RNN with tanh %s.",
                ShareText.of(ofLstm),
                ShareText.of(ofRnn))));
  }

  private Map<String, String> facts() {
    GradientSettings settings = report.settings();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Hidden units", NumberText.count(settings.hiddenSize()));
    facts.put("Sequences", NumberText.count(settings.samples()));
    facts.put("Tokens of a review", NumberText.count(settings.timesteps()));
    facts.put("Seed", "" + settings.seed());
    facts.put("Device", report.device());
    return facts;
  }

  private Section section(Moment moment) {
    List<PagePart> parts = new ArrayList<>();
    parts.add(Paragraph.text(introduction(moment)));
    parts.add(figures.cells(moment));
    if (report.at(moment).stream().anyMatch(each -> each.cell().article())) {
      parts.add(figures.articleCells(moment));
    }
    parts.add(ShareTable.of(report, moment));
    return new Section(heading(moment), parts);
  }

  private static String heading(Moment moment) {
    return switch (moment) {
      case INITIALIZATION -> "Before training";
      case REVIEWS -> "After training on reviews";
      case ADDING -> "After training on a task that needs memory";
    };
  }

  private String introduction(Moment moment) {
    GradientSettings settings = report.settings();
    return switch (moment) {
      case INITIALIZATION ->
          "Every cell starts from random weights and reads the same reviews. The loss reads the last"
              + " state only. A line is the median over the reviews, its band holds 80% of them.";
      case REVIEWS ->
          String.format(
              Locale.ROOT,
              "The same reviews, after %,d optimizer steps of %d reviews each: training changes how"
                  + " far a gradient reaches.",
              settings.reviewSteps(),
              settings.batchSize());
      case ADDING ->
          String.format(
              Locale.ROOT,
              "The adding problem: the sum of two marked numbers among %,d. The first lies in the"
                  + " first half, so it can be learned only from a gradient that reaches back that"
                  + " far. %,d optimizer steps; the best answer without memory has a loss of 0.167.",
              settings.addingTimesteps(),
              settings.addingSteps());
    };
  }

  private Section memoryCells() {
    List<PagePart> parts = new ArrayList<>();
    parts.add(
        Paragraph.text(
            "The memory cell c is the LSTM's direct path through time: its gradient is multiplied by the forget"
                + " gate at every step, and by little else. Where that gate is half open, the gradient"
                + " vanishes all the same."));
    List<PagePart> charts = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      charts.add(figures.cellStates(moment));
    }
    parts.add(new SideBySide(charts));
    parts.add(MemoryCellTable.of(report));
    for (GradientCell cell : report.settings().cells()) {
      if (cell.lstm()) {
        parts.add(Paragraph.note(GradientWords.memoryCell(report, cell)));
      }
    }
    return new Section("Where the gradient of an LSTM vanishes", parts);
  }

  private Section updates() {
    return Section.of(
        "What one step changes",
        Paragraph.text(
            "Training subtracts a small part of the gradient from a weight. The article's example is"
                + " 3.0999 = 3.1 − 0.001 (exactly 3.099): an update of 0.03% of the weight. Here are"
                + " recurrent weights as they were measured."),
        figures.updates(),
        UpdateTable.of(report));
  }

  private Section explosion() {
    List<PagePart> parts = new ArrayList<>();
    parts.add(
        Paragraph.text(
            "Larger recurrent weights do the opposite: the gradient grows at every step back. Clipping"
                + " scales it down to a norm that is safe."));
    parts.add(figures.scaled());
    parts.add(SideBySide.of(figures.clippedNorms(), figures.clippedLosses()));
    report.clippings().forEach(run -> parts.add(Paragraph.note(GradientWords.clipping(run))));
    return new Section("When gradients explode", parts);
  }

  private Paragraph sources() {
    return Paragraph.note(
        report.reviews()
            + ". The problem: S. Hochreiter, 1991; Y. Bengio, P. Simard and P. Frasconi, 1994. Scaled"
            + " weights and clipping: R. Pascanu, T. Mikolov and Y. Bengio, 2013. The article: D."
            + " Trehan, 2020. Gradients come from the engine's backward pass, one timestep at a time"
            + " and truncated nowhere. The files beside this page have all numbers.");
  }
}

package dev.sluice.insight;

import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.insight.page.FactList;
import dev.sluice.insight.page.Headline;
import dev.sluice.insight.page.HtmlPage;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PageResource;
import dev.sluice.insight.page.PairsTable;
import dev.sluice.insight.page.Paragraph;
import dev.sluice.insight.page.Section;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.Provenance;
import dev.sluice.train.evaluation.WilsonInterval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of a report. */
final class ReportPage {
  private static final PageResource STYLE = new PageResource(ReportPage.class, "report.css");

  private final TrainingReport report;

  ReportPage(TrainingReport report) {
    this.report = report;
  }

  HtmlPage page() {
    HtmlPage page =
        HtmlPage.of(report.title())
            .withStyle(STYLE)
            .withDescription(report.description())
            .withPart(this::result)
            .withPart(new FactList(facts()))
            .withPart(new CurvesSection(report.history()));
    if (report.test().isPresent()) {
      page = page.withPart(new TestSection(report.test().get()));
    }
    if (report.inspection().isPresent()) {
      page = withInspection(page, report.inspection().get());
    }
    page = page.withPart(new ExamplesSection(report.examples()));
    page = withTable(page, "Settings", report.settings());
    return withTable(
        page, "Provenance", report.provenance().map(ReportPage::rows).orElse(Map.of()));
  }

  private static HtmlPage withInspection(HtmlPage page, InspectionPage inspection) {
    HtmlPage more =
        page.withStyle(InspectionPage.style())
            .withScript(InspectionPage.script())
            .withPart(
                Section.of(
                    "What the model remembers of a text",
                    inspection.text(),
                    inspection.strongestOfText()));
    return inspection.source().isEmpty()
        ? more
        : more.withFooter(Paragraph.note(inspection.source()));
  }

  private static HtmlPage withTable(HtmlPage page, String title, Map<String, String> rows) {
    return rows.isEmpty() ? page : page.withPart(Section.of(title, new PairsTable(rows)));
  }

  /** Writes the most important metric that is available. */
  private void result(Markup page) {
    List<EpochMetrics> epochs = report.history().epochs();
    if (report.test().isPresent()) {
      TestResult test = report.test().get();
      WilsonInterval interval = test.accuracyInterval();
      result(
          page,
          NumberText.percent(test.confusion().accuracy(), 2),
          "test accuracy",
          String.format(
              Locale.ROOT,
              "95%% interval %s to %s; %s of %s right",
              NumberText.percent(interval.low(), 2),
              NumberText.percent(interval.high(), 2),
              NumberText.count(test.confusion().correct()),
              NumberText.count(test.confusion().total())));
    } else if (!epochs.isEmpty()) {
      EpochMetrics last = epochs.get(epochs.size() - 1);
      int kept = report.history().bestEpoch().orElse(last.epoch());
      heldOutResult(page, epochs.stream().filter(e -> e.epoch() == kept).findFirst().orElse(last));
    }
  }

  private static void heldOutResult(Markup page, EpochMetrics epoch) {
    String when = "after epoch " + (epoch.epoch() + 1) + "; not measured on a test split";
    if (epoch.validationAccuracy() > 0) {
      result(page, NumberText.percent(epoch.validationAccuracy(), 2), "held-out accuracy", when);
    } else if (Double.isFinite(epoch.validationLoss())) {
      result(page, NumberText.fixed(epoch.validationLoss(), 4), "held-out loss", when);
    } else {
      result(page, NumberText.fixed(epoch.loss(), 4), "training loss", when);
    }
  }

  private static void result(Markup page, String value, String name, String more) {
    new Headline(value, name, more).write(page);
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    TrainingHistory history = report.history();
    if (!history.epochs().isEmpty()) {
      facts.put("Epochs", NumberText.count(history.epochs().size()));
      facts.put("Training time", NumberText.duration(history.seconds()));
      facts.put("Speed", NumberText.count(history.tokensPerSecond()) + " tokens/s");
    }
    report.provenance().ifPresent(p -> facts.put("Started", NumberText.time(p.started())));
    report.provenance().ifPresent(p -> facts.put("Device", p.device()));
    return facts;
  }

  private static Map<String, String> rows(Provenance provenance) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("Sluice", provenance.version());
    rows.put("Command", provenance.command());
    rows.put("Data (hash)", provenance.dataHash());
    rows.put("Device", provenance.device());
    rows.put("Threads", provenance.threads() == 0 ? "" : "" + provenance.threads());
    rows.put("Seed", "" + provenance.seed());
    rows.put("Started", provenance.started().toString());
    rows.values().removeIf(String::isEmpty);
    return rows;
  }
}

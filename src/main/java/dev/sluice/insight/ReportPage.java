package dev.sluice.insight;

import dev.sluice.train.EpochMetrics;
import dev.sluice.train.Provenance;
import dev.sluice.train.evaluation.WilsonInterval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders a report as one HTML page. */
final class ReportPage {
  private static final String STYLE = "report.css";

  private final TrainingReport report;
  private final Markup page = new Markup();

  ReportPage(TrainingReport report) {
    this.report = report;
  }

  String html() {
    page.open("html", "lang", "en").line();
    head();
    page.open("body").open("main").line();
    header();
    new CurvesSection(report.history()).write(page);
    report.test().ifPresent(test -> new TestSection(test).write(page));
    new ExamplesSection(report.examples()).write(page);
    table("Settings", report.settings());
    report.provenance().ifPresent(provenance -> table("Provenance", rows(provenance)));
    page.close().close().line().close().line();
    return "<!DOCTYPE html>\n" + page;
  }

  private void head() {
    page.open("head").line().empty("meta", "charset", "utf-8").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.line().empty("meta", "name", "color-scheme", "content", "light dark").line();
    page.element("title", report.title()).line();
    page.open("style").line().source(style()).close().line().close().line();
  }

  private void header() {
    page.open("header").line().element("h1", report.title()).line();
    if (!report.description().isEmpty()) {
      page.element("p", report.description(), "class", "description").line();
    }
    result();
    page.open("dl", "class", "facts").line();
    facts().forEach(this::fact);
    page.close().close().line();
  }

  /** Writes the most important metric that is available. */
  private void result() {
    List<EpochMetrics> epochs = report.history().epochs();
    if (report.test().isPresent()) {
      TestResult test = report.test().get();
      WilsonInterval interval = test.accuracyInterval();
      result(
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
      heldOutResult(epochs.stream().filter(e -> e.epoch() == kept).findFirst().orElse(last));
    }
  }

  private void heldOutResult(EpochMetrics epoch) {
    String when = "after epoch " + (epoch.epoch() + 1) + "; not measured on a test split";
    if (epoch.validationAccuracy() > 0) {
      result(NumberText.percent(epoch.validationAccuracy(), 2), "held-out accuracy", when);
    } else if (Double.isFinite(epoch.validationLoss())) {
      result(NumberText.fixed(epoch.validationLoss(), 4), "held-out loss", when);
    } else {
      result(NumberText.fixed(epoch.loss(), 4), "training loss", when);
    }
  }

  private void result(String value, String name, String more) {
    page.open("p", "class", "result").element("strong", value).text(" ");
    page.element("span", name).element("small", more).close().line();
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

  private void fact(String name, String value) {
    page.open("div").element("dt", name).element("dd", value).close().line();
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

  private void table(String title, Map<String, String> rows) {
    if (rows.isEmpty()) {
      return;
    }
    page.open("section").line().element("h2", title).line();
    page.open("table", "class", "pairs").open("tbody").line();
    rows.forEach(
        (name, value) ->
            page.open("tr")
                .element("th", name, "scope", "row")
                .element("td", value)
                .close()
                .line());
    page.close().close().close().line();
  }

  private static String style() {
    try (InputStream style = ReportPage.class.getResourceAsStream(STYLE)) {
      if (style == null) {
        throw new IllegalStateException(
            STYLE + " is missing next to " + ReportPage.class.getName());
      }
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

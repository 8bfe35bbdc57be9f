package dev.sluice.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.insight.inspect.SampleInspection;
import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.insight.page.ParsedPage;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.evaluation.Classification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingReportTest {

  @Test
  void showsTheFiguresOfTheRun() {
    ParsedPage page = parsed(SampleRun.report(3));
    TestResult test = SampleRun.test(25_000);
    long correct = test.confusion().correct();
    assertEquals(
        String.format(Locale.ROOT, "%.2f%%", correct / 250.0), page.texts("strong").get(0));
    List<String> cells = page.texts("td");
    assertTrue(cells.contains("0.4496"), "training loss of the first epoch");
    assertTrue(cells.contains("88.83%"), "held-out accuracy of the last epoch");
    assertTrue(cells.contains(String.format(Locale.ROOT, "%,d", test.confusion().count(1, 0))));
    String text = page.text();
    for (String expected :
        List.of(
            String.format(Locale.ROOT, "%,d of 25,000 right", correct),
            String.format(Locale.ROOT, "AUC %.4f", test.roc().orElseThrow().area()),
            "52.2 s",
            "321,839 tokens/s",
            "20 Nov 2026, 09:30 UTC",
            "Adam, 0.006 falling linearly to 0",
            "sluice sentiment train --cell lstm --hidden 128",
            "98.2%")) {
      assertTrue(text.contains(expected), expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void drawsTheCurvesOfARunOfAnyLength(int epochs) {
    List<String> charts = parsed(SampleRun.report(epochs)).attributes("svg", "aria-label");
    assertEquals(epochs > 1, charts.contains("Accuracy over epochs"));
    assertTrue(
        charts.containsAll(
            List.of(
                "Loss over steps",
                "Learning rate over steps",
                "Gradient norm over steps",
                "True positive rate over false positive rate")));
  }

  @Test
  void showsTextsAsTheyAreAndRunsNothingInThem() {
    String text = "<script>alert(\"1\")</script> & 'b' \u0000\u001b \ud800 ]]> émigré 🎬";
    TrainingReport report =
        TrainingReport.of(text)
            .withDescription(text)
            .withExamples(List.of(SampleRun.example(text, 0.5, null)))
            .withSettings(Map.of(text, text));
    ParsedPage page = parsed(report);
    String shown = text.replaceAll("[\\u0000\\u001b\\ud800]", "\ufffd");
    assertEquals(shown, page.texts("h1").get(0));
    assertEquals(shown, page.texts("blockquote").get(0));
    assertEquals(shown, page.texts("td").get(0));
    assertEquals(0, page.all("script").size());
  }

  @Test
  void foldsALongTextWithoutLosingACharacterOfIt() {
    for (String text : List.of("word ".repeat(300).strip(), "🎬".repeat(700))) {
      ParsedPage page =
          parsed(TrainingReport.of("t").withExamples(List.of(SampleRun.example(text, 0, null))));
      assertEquals(1, page.all("details").size());
      String shown = String.join("", page.texts("blockquote")).replace(" … more", "");
      assertEquals(text.replace(" ", ""), shown.replace(" ", ""));
    }
  }

  @Test
  void showsWhatTheModelRemembersOfAText() {
    InspectionPage inspection =
        InspectionPage.of(SampleInspection.inspection(), SampleInspection.CLASSES)
            .withText(SampleInspection.TEXT)
            .withSource("a source");
    ParsedPage page = parsed(TrainingReport.of("t").withInspection(inspection));
    assertTrue(page.texts("h2").contains("What the model remembers of a text"));
    assertEquals(1, page.all("script").size());
    assertTrue(page.texts("footer").get(0).contains("a source"));
    assertTrue(
        page.all("span").stream().anyMatch(span -> span.getTextContent().equals("timeless")));
  }

  @Test
  void asksNothingOfTheNetwork() {
    String html =
        SampleRun.report(2)
            .html()
            .replace("http://www.w3.org/2000/svg", "")
            .replace("<link rel=\"icon\" href=\"data:,\"/>", "");
    for (String fetched : List.of("http", "src=", "href", "url(", "@import", "<script")) {
      assertFalse(html.contains(fetched), fetched);
    }
  }

  @Test
  void isTheSamePageForTheSameInputInAnyLocale() {
    String expected = SampleRun.report(2).html();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(expected, SampleRun.report(2).html());
    } finally {
      Locale.setDefault(before);
    }
  }

  static Stream<TrainingReport> reportsThatLackSomething() {
    EpochMetrics nothing =
        new EpochMetrics(
            0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, Double.NaN, Double.NaN);
    StepPoint noStep = new StepPoint(1, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN);
    StepPoint huge = new StepPoint(2, 3e38, 1e-300, 0);
    TrainingReport empty = TrainingReport.of("");
    return Stream.of(
        empty,
        empty.withHistory(history(List.of(nothing), List.of())),
        empty.withHistory(history(List.of(nothing, nothing), List.of(noStep, noStep))),
        empty.withHistory(history(List.of(), List.of(noStep, huge, noStep))),
        empty.withHistory(history(List.of(), Collections.nCopies(5, huge))),
        empty.withExamples(List.of(SampleRun.example("", Double.NaN, null))),
        empty.withTest(oneExample()));
  }

  @ParameterizedTest
  @MethodSource("reportsThatLackSomething")
  void survivesWhatIsMissingOrNotANumber(TrainingReport report) {
    ParsedPage page = parsed(report);
    assertFalse(page.text().contains("NaN"));
    for (String path : page.attributes("path", "d")) {
      assertTrue(path.matches("M[-0-9.]+ [-0-9.]+(L[-0-9.]+ [-0-9.]+)+"), path);
    }
  }

  @Test
  void leadsWithTheHeldOutFiguresOfTheKeptEpochWithoutATest() {
    TrainingHistory run = SampleRun.history(3);
    TrainingHistory keptFirst =
        new TrainingHistory(run.epochs(), run.steps(), run.stepsPerEpoch(), OptionalInt.of(0));
    ParsedPage page = parsed(TrainingReport.of("t").withHistory(keptFirst));
    assertEquals("85.87%", page.texts("strong").get(0));
    assertTrue(page.texts("th").contains("1 (kept)"));
  }

  @Test
  void aChangeLeavesTheReportItCameFromAsItWas() {
    TrainingReport report = TrainingReport.of("t");
    String before = report.html();
    report.withHistory(SampleRun.history(1)).withTest(oneExample()).withSettings(Map.of("a", "b"));
    assertEquals(before, report.html());
  }

  @Test
  void replacesTheFileAndLeavesNothingBesideIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    TrainingReport report = SampleRun.report(1);
    report.write(file);
    assertEquals(report.html(), Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void namesTheFileThatCannotBeWritten(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("report.html");
    var e = assertThrows(UncheckedIOException.class, () -> TrainingReport.of("t").write(file));
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }

  @Test
  void refusesTestFiguresThatDoNotFit() {
    var classification = new Classification(new int[] {0}, new float[][] {{0.6f, 0.4f}});
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TestResult.of(classification, List.of("a", "b", "c")));
    assertTrue(e.getMessage().contains("classNames: expected 2"), e.getMessage());
  }

  private static TrainingHistory history(List<EpochMetrics> epochs, List<StepPoint> steps) {
    return new TrainingHistory(epochs, steps, 1, OptionalInt.empty());
  }

  private static TestResult oneExample() {
    var classification = new Classification(new int[] {0}, new float[][] {{0.6f, 0.4f}});
    return TestResult.of(classification, SampleRun.CLASSES);
  }

  private static ParsedPage parsed(TrainingReport report) {
    return ParsedPage.parse(report.html());
  }
}

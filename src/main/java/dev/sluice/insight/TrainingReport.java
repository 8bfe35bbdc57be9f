package dev.sluice.insight;

import dev.sluice.argument.Require;
import dev.sluice.file.AtomicFile;
import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.train.Provenance;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An HTML page about a training run: result, curves, confusion matrix, examples, settings and
 * provenance. The page is a single file that needs no network, and no script to be read. Parts that
 * are not set are left out. The same input gives the same page, byte by byte.
 *
 * <p>A report is immutable: each method that sets something returns a new report.
 *
 * <pre>{@code
 * HistoryRecorder recorder = new HistoryRecorder();
 * trainer.listener(recorder).fit(training, validation);
 * TrainingReport.of("Sentiment of IMDB reviews")
 *     .withHistory(recorder.history())
 *     .withTest(testResult)
 *     .write(Path.of("report.html"));
 * }</pre>
 */
public final class TrainingReport {
  private final String title;
  // Changed only in a new copy, before it is published.
  private String description = "";
  private TrainingHistory history = TrainingHistory.empty();
  private @Nullable TestResult test;
  private @Nullable InspectionPage inspection;
  private List<ScoredText> examples = List.of();
  private Map<String, String> settings = Map.of();
  private @Nullable Provenance provenance;

  private TrainingReport(String title) {
    this.title = Require.present("title", title);
  }

  private TrainingReport with(Consumer<TrainingReport> change) {
    TrainingReport copy = new TrainingReport(title);
    copy.description = description;
    copy.history = history;
    copy.test = test;
    copy.inspection = inspection;
    copy.examples = examples;
    copy.settings = settings;
    copy.provenance = provenance;
    change.accept(copy);
    return copy;
  }

  /** A report with a title and nothing else. */
  public static TrainingReport of(String title) {
    return new TrainingReport(title);
  }

  /** What was trained on what, in a sentence; none unless set. */
  public TrainingReport withDescription(String sentence) {
    Require.present("description", sentence);
    return with(copy -> copy.description = sentence);
  }

  /** The curves; none unless set. */
  public TrainingReport withHistory(TrainingHistory history) {
    Require.present("history", history);
    return with(copy -> copy.history = history);
  }

  /**
   * Returns a report with a test result. Without it the page starts with the held-out metrics, if
   * there are any.
   */
  public TrainingReport withTest(TestResult test) {
    Require.present("test", test);
    return with(copy -> copy.test = test);
  }

  /** What the trained model does with one text; left out unless set. */
  public TrainingReport withInspection(InspectionPage inspection) {
    Require.present("inspection", inspection);
    return with(copy -> copy.inspection = inspection);
  }

  /** Texts to show with their probabilities; none unless set. */
  public TrainingReport withExamples(List<ScoredText> examples) {
    List<ScoredText> copied = List.copyOf(examples);
    return with(copy -> copy.examples = copied);
  }

  /** Names and values for people, in the map's order; none unless set. */
  public TrainingReport withSettings(Map<String, String> settings) {
    Map<String, String> copied = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    return with(copy -> copy.settings = copied);
  }

  /** Where the run comes from; left out unless set. */
  public TrainingReport withProvenance(Provenance provenance) {
    Require.present("provenance", provenance);
    return with(copy -> copy.provenance = provenance);
  }

  /** The page; also well-formed XML. */
  public String html() {
    return new ReportPage(this).page().html();
  }

  /**
   * Writes the page in UTF-8. The file is replaced atomically: it is complete, or as it was before.
   * Links and devices stay, see {@link AtomicFile#replace(Path, String)}.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    new ReportPage(this).page().write(file);
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  TrainingHistory history() {
    return history;
  }

  Optional<TestResult> test() {
    return Optional.ofNullable(test);
  }

  Optional<InspectionPage> inspection() {
    return Optional.ofNullable(inspection);
  }

  List<ScoredText> examples() {
    return examples;
  }

  Map<String, String> settings() {
    return settings;
  }

  Optional<Provenance> provenance() {
    return Optional.ofNullable(provenance);
  }
}

package dev.sluice.app.sentiment;

import dev.sluice.app.run.RunFolder;
import dev.sluice.app.sentiment.model.ClassifiedText;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.insight.ScoredText;
import dev.sluice.insight.TestResult;
import dev.sluice.insight.TrainingHistory;
import dev.sluice.insight.TrainingReport;
import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.train.Provenance;
import dev.sluice.train.evaluation.Classification;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the files of a finished run: the model, the metrics and the report.
 *
 * @param folder the folder of the run
 * @param results the results of the run
 */
record RunResultsWriter(RunFolder folder, RunResults results) {
  static final String MODEL_FILE = "model.safetensors";
  static final String RESULTS_FILE = "figures.json";
  static final String REPORT_FILE = "report.html";

  void writeModel(SentimentModel model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(InitialModel.SETTINGS_KEY, RunJson.line(results.run().settings()));
    metadata.put("provenance", RunJson.line(results.origin()));
    metadata.put("test", RunJson.line(results.test()));
    folder.write(MODEL_FILE, channel -> model.save(channel, metadata));
  }

  void writeResults() {
    folder.write(RESULTS_FILE, RunJson.text(results));
  }

  void writeReport(
      TrainingHistory history,
      Classification test,
      Optional<InspectionPage> inspection,
      Provenance provenance) {
    TrainingReport report =
        TrainingReport.of("Sentiment")
            .withDescription(results.origin().data())
            .withHistory(history)
            .withTest(TestResult.of(test, results.test().classNames()))
            .withExamples(results.examples().stream().map(RunResultsWriter::scored).toList())
            .withSettings(RunJson.rows(results.run().settings()))
            .withProvenance(provenance);
    folder.write(REPORT_FILE, inspection.map(report::withInspection).orElse(report).html());
  }

  private static ScoredText scored(ClassifiedText classified) {
    List<ScoredText.ClassProbability> probabilities =
        classified.probabilities().entrySet().stream()
            .map(entry -> new ScoredText.ClassProbability(entry.getKey(), entry.getValue()))
            .toList();
    return new ScoredText(classified.text(), probabilities, Optional.empty());
  }

  /** Prints the paths of the files. */
  void print(PrintWriter out) {
    out.println("model     " + folder.file(MODEL_FILE));
    out.println("report    " + folder.file(REPORT_FILE));
    out.println("metrics   " + folder.file(RESULTS_FILE));
    out.flush();
  }
}

package dev.sluice.app.sentiment;

import dev.sluice.app.run.RunFolder;
import dev.sluice.app.sentiment.model.Answer;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.insight.ScoredText;
import dev.sluice.insight.TestResult;
import dev.sluice.insight.TrainingHistory;
import dev.sluice.insight.TrainingReport;
import dev.sluice.train.Provenance;
import dev.sluice.train.evaluation.Classification;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a finished run leaves.
 *
 * @param folder where
 * @param figures what the run came to
 */
record RunOutput(RunFolder folder, RunMetrics figures) {
  static final String MODEL_FILE = "model.safetensors";
  static final String FIGURES_FILE = "figures.json";
  static final String REPORT_FILE = "report.html";

  void writeModel(SentimentModel model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("settings", RunJson.line(figures.run().settings()));
    metadata.put("provenance", RunJson.line(figures.origin()));
    metadata.put("test", RunJson.line(figures.test()));
    folder.write(MODEL_FILE, channel -> model.save(channel, metadata));
  }

  void writeFigures() {
    folder.write(FIGURES_FILE, RunJson.text(figures));
  }

  void writeReport(TrainingHistory history, Classification test, Provenance provenance) {
    TrainingReport report =
        TrainingReport.of("Sentiment")
            .withDescription(figures.origin().data())
            .withHistory(history)
            .withTest(TestResult.of(test, figures.test().classNames()))
            .withExamples(figures.examples().stream().map(RunOutput::scored).toList())
            .withSettings(RunJson.rows(figures.run().settings()))
            .withProvenance(provenance);
    folder.write(REPORT_FILE, report.html());
  }

  private static ScoredText scored(Answer answer) {
    List<ScoredText.Answer> answers =
        answer.probabilities().entrySet().stream()
            .map(entry -> new ScoredText.Answer(entry.getKey(), entry.getValue()))
            .toList();
    return new ScoredText(answer.text(), answers, Optional.empty());
  }

  /** Where everything is. */
  void print(PrintWriter out) {
    out.println("model     " + folder.file(MODEL_FILE));
    out.println("report    " + folder.file(REPORT_FILE));
    out.println("figures   " + folder.file(FIGURES_FILE));
    out.flush();
  }
}

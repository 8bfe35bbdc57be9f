package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.Interruption;
import dev.sluice.app.launch.Program;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.run.RunFolder;
import dev.sluice.app.sentiment.model.ClassifiedText;
import dev.sluice.app.sentiment.model.SentimentFormat;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.app.sentiment.settings.TextSettings;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.device.Device;
import dev.sluice.insight.HistoryRecorder;
import dev.sluice.insight.TrainingHistory;
import dev.sluice.insight.inspect.page.InspectionPage;
import dev.sluice.train.Checkpoint;
import dev.sluice.train.CheckpointPolicy;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.Provenance;
import dev.sluice.train.Trainer;
import dev.sluice.train.TrainingResult;
import dev.sluice.train.batch.TokenLoader;
import dev.sluice.train.evaluation.Classification;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one training run in its folder: loads the data, trains, evaluates, and prints its progress.
 */
final class TrainJob {
  static final String RUN_FILE = "run.json";
  static final String CHECKPOINT_FILE = "checkpoint.safetensors";

  /** The names of all files that a run writes. */
  static final List<String> FILES =
      List.of(
          RUN_FILE,
          CHECKPOINT_FILE,
          RunResultsWriter.MODEL_FILE,
          RunResultsWriter.RESULTS_FILE,
          RunResultsWriter.REPORT_FILE);

  private static final int SHOWN_WEIGHTS = 10;

  private static final List<String> EXAMPLES =
      List.of(
          "The movie was amazing. The story and the acting kept me watching to the very end.",
          "The first half was boring and the plot made no sense, but the music was nice.",
          "What a waste of two hours.");

  private final RunFolder folder;
  private final RunDescription description;
  private final String command;
  private final PrintWriter out;
  private final ProgressDisplay display;

  /**
   * @param command the command line of the user, stored with the results
   * @param out writer for results
   * @param display shows progress
   */
  TrainJob(
      RunFolder folder,
      RunDescription description,
      String command,
      PrintWriter out,
      ProgressDisplay display) {
    this.folder = folder;
    this.description = description;
    this.command = command;
    this.out = out;
    this.display = display;
  }

  /**
   * Runs the training.
   *
   * @param resume whether to resume from the checkpoint of the folder, if it exists
   * @param checkpointEvery steps between checkpoints; 0 for only after each epoch
   * @return the exit code
   */
  int run(boolean resume, int checkpointEvery) {
    try (Device device = description.compute().open()) {
      out.println("device    " + device.description());
      printSettings();
      long start = System.nanoTime();
      requireData(resume);
      Optional<InitialModel> initial = initialModel();
      TokenizedSplits splits = load();
      Origin origin = Origin.of(device, splits, description, command);
      Path file = folder.file(CHECKPOINT_FILE);
      Checkpoint earlier = resume && Files.exists(file) ? Checkpoint.read(file) : null;
      requireSameData(earlier, splits);
      EncodedSplits data = prepare(splits, initial, start);
      SentimentTraining training = new SentimentTraining(description.settings(), data);
      training.classWeights().ifPresent(weights -> printWeights(splits.classNames(), weights));
      try (SentimentModel model = training.createModel(device)) {
        out.println("model");
        out.println(model.model().summary().indent(10).stripTrailing());
        initial.ifPresent(
            from -> out.println("start     " + from.copyInto(model, data.train(), device)));
        out.flush();
        Provenance provenance = earlier == null ? origin.run() : earlier.provenance();
        HistoryRecorder recorder = new HistoryRecorder();
        Trainer trainer =
            training
                .trainer(model)
                .withProvenance(provenance)
                .withCheckpointMetadata(
                    SentimentFormat.metadata(
                        model.encoding(),
                        Map.of(InitialModel.SETTINGS_KEY, RunJson.line(description.settings()))))
                .withCheckpoints(CheckpointPolicy.everySteps(file, checkpointEvery))
                .withListener(recorder);
        int moreEpochs = moreEpochs(earlier);
        if (earlier != null && moreEpochs > 0) {
          printMoreEpochs(training, earlier, moreEpochs);
        }
        TrainingResult result = fit(training, trainer, earlier);
        if (earlier != null && moreEpochs > 0 && result.steps() == earlier.steps()) {
          out.println("          no further training: --patience had already stopped the run");
        }
        if (result.interrupted()) {
          return ExitCode.INTERRUPTED;
        }
        finish(model, data, recorder.history(), origin, provenance);
        return ExitCode.OK;
      }
    }
  }

  private void requireData(boolean resume) {
    Path data = description.dataPath();
    if (resume && data != null && !Files.exists(data)) {
      throw new UserError("--resume: " + data + " no longer exists; use --data for its new place");
    }
  }

  private Optional<InitialModel> initialModel() {
    if (description.initFrom() == null) {
      return Optional.empty();
    }
    InitialModel initial = InitialModel.read(Path.of(description.initFrom()));
    if (!initial.sha256().equals(description.initFromSha256())) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "--init-from: %s is not the model that the run started from: expected sha256 %.12s, got"
                  + " %.12s",
              initial.path(),
              description.initFromSha256(),
              initial.sha256()));
    }
    return Optional.of(initial);
  }

  private static void requireSameData(@Nullable Checkpoint earlier, TokenizedSplits splits) {
    if (earlier != null && !earlier.provenance().dataHash().equals(splits.sha256())) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "--resume: %s changed since the run started: expected sha256 %.12s, got %.12s",
              splits.source(),
              earlier.provenance().dataHash(),
              splits.sha256()));
    }
  }

  private void printSettings() {
    SentimentSettings settings = description.settings();
    String margin = "settings  ";
    for (Object part : List.of(settings.text(), settings.model(), settings.training())) {
      String values =
          RunJson.rows(part).entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      out.println(margin + values);
      margin = " ".repeat(margin.length());
    }
    out.flush();
  }

  private TokenizedSplits load() {
    return DataSource.load(
        description.dataPath(),
        description.format().options(List.of()),
        Tokenizer.ofScheme(description.settings().text().tokenizer()),
        description.compute().threads(),
        out,
        display::status);
  }

  private void printWeights(List<String> classNames, float[] weights) {
    String shown =
        IntStream.range(0, Math.min(weights.length, SHOWN_WEIGHTS))
            .mapToObj(c -> String.format(Locale.ROOT, "%s %.4g", classNames.get(c), weights[c]))
            .collect(Collectors.joining(", "));
    out.println("weights   " + shown + (weights.length > SHOWN_WEIGHTS ? ", ..." : ""));
  }

  private EncodedSplits prepare(
      TokenizedSplits splits, Optional<InitialModel> initial, long start) {
    TextSettings text = description.settings().text();
    EncodedSplits data =
        initial
            .map(from -> EncodedSplits.prepare(splits, text, from.encoding().vocabulary()))
            .orElseGet(() -> EncodedSplits.prepare(splits, text));
    out.printf(
        Locale.ROOT,
        "tokens    vocabulary of %,d; %,d texts to train on, %,d held out; %.1f s%n",
        data.encoding().vocabulary().size(),
        data.train().size(),
        data.heldOut() == null ? 0 : data.heldOut().size(),
        (System.nanoTime() - start) / 1e9);
    out.flush();
    return data;
  }

  /** The number of epochs that were added since the checkpoint; 0 for a new run. */
  private int moreEpochs(@Nullable Checkpoint earlier) {
    return earlier == null
        ? 0
        : description.settings().training().epochs()
            - Integer.parseInt(earlier.settings().get("epochs"));
  }

  private void printMoreEpochs(SentimentTraining training, Checkpoint earlier, int more) {
    int epochs = description.settings().training().epochs();
    double before = training.learningRate(earlier.steps(), epochs - more);
    double now = training.learningRate(earlier.steps(), epochs);
    out.printf(
        Locale.ROOT,
        "longer    %d epochs instead of %d: %s%n",
        epochs,
        epochs - more,
        before == now
            ? "same learning rate as in a run of this length"
            : String.format(
                Locale.ROOT,
                "the schedule is extended, and the learning rate continues at %s instead of"
                    + " %s",
                (float) now,
                (float) before));
    out.flush();
  }

  private TrainingResult fit(
      SentimentTraining training, Trainer trainer, @Nullable Checkpoint earlier) {
    RunDescriptionWriter descriptionWriter =
        new RunDescriptionWriter(folder, RunJson.text(description));
    descriptionWriter.start();
    int epochs = description.settings().training().epochs();
    try (Interruption interruption = Interruption.install();
        TrainingDisplay trainingDisplay =
            new TrainingDisplay(out, display, training.tokensPerEpoch(), epochs)) {
      Trainer configured =
          trainer
              .withStopCondition(interruption::requested)
              .withListener(descriptionWriter)
              .withListener(trainingDisplay);
      TrainingResult result =
          earlier == null
              ? configured.fit(training.batches(), training.heldOutBatches())
              : configured.resume(
                  folder.file(CHECKPOINT_FILE), training.batches(), training.heldOutBatches());
      printEnd(result);
      return result;
    }
  }

  private void printEnd(TrainingResult result) {
    double seconds = result.epochs().stream().mapToDouble(EpochMetrics::seconds).sum();
    if (result.interrupted()) {
      out.printf(
          Locale.ROOT,
          "stopped   after step %,d; saved. Resume with: %s sentiment train --resume --out %s%n",
          result.steps(),
          Program.call(),
          folder.path());
    } else {
      out.printf(Locale.ROOT, "trained   %,d steps in %.1f s%n", result.steps(), seconds);
    }
    out.flush();
  }

  private void finish(
      SentimentModel model,
      EncodedSplits data,
      TrainingHistory history,
      Origin origin,
      Provenance provenance) {
    Classification classification =
        TestEvaluation.classify(
            model, TokenLoader.sorted(data.test(), SentimentModel.BATCH), display);
    TestMetrics test = TestMetrics.of(classification, model.encoding().classNames());
    test.print(out);
    List<ClassifiedText> examples = ClassifiedText.of(model, EXAMPLES);
    examples.forEach(example -> example.print(out));
    RunResults results =
        new RunResults(
            provenance.command(),
            provenance.started().toString(),
            description.withoutFolders(),
            origin,
            history.epochs(),
            history.seconds(),
            test,
            examples);
    RunResultsWriter writer = new RunResultsWriter(folder, results);
    writer.writeModel(model);
    writer.writeResults();
    Optional<InspectionPage> inspection =
        description.dataPath() == null
            ? ReportInspection.ofSampleReview(model)
            : ReportInspection.ofFirst(model, data.test());
    writer.writeReport(history, classification, inspection, provenance);
    writer.print(out);
  }
}

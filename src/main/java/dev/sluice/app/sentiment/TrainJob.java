package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.launch.Interruption;
import dev.sluice.app.run.RunFolder;
import dev.sluice.data.TextSplits;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.train.Checkpoint;
import dev.sluice.train.CheckpointPolicy;
import dev.sluice.train.EpochFigures;
import dev.sluice.train.TokenBatches;
import dev.sluice.train.Trainer;
import dev.sluice.train.TrainingResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One training run in its folder, from the data to the figures, told to the user as it goes. */
final class TrainJob {
  static final String RUN_FILE = "run.json";
  static final String CHECKPOINT_FILE = "checkpoint.safetensors";
  static final String MODEL_FILE = "model.safetensors";
  static final String FIGURES_FILE = "figures.json";

  /** Everything that a run leaves in its folder. */
  static final List<String> FILES = List.of(RUN_FILE, CHECKPOINT_FILE, MODEL_FILE, FIGURES_FILE);

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
   * @param command what the user typed, for the record
   * @param out for results
   * @param display for progress
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
   * Runs it.
   *
   * @param resume from the folder's checkpoint, if there is one yet
   * @param checkpointEvery steps; 0 for only after each epoch
   * @return the exit code
   */
  int run(boolean resume, int checkpointEvery) {
    try (Device device =
        Devices.open(description.device(), new DeviceOptions(description.threads()))) {
      out.println("device    " + device.description());
      TextSplits splits = DataSource.load(description.dataPath(), out, System.err::println);
      Origin origin = Origin.of(device, splits, description);
      ReviewData data = prepare(splits);
      SentimentTraining training = new SentimentTraining(description.settings(), data);
      try (SentimentModel model = training.createModel(device)) {
        out.println("model");
        out.println(model.model().summary().indent(10).stripTrailing());
        out.flush();
        TrainingResult result = fit(training, model, origin, resume, checkpointEvery);
        if (result.interrupted()) {
          return ExitCode.INTERRUPTED;
        }
        finish(model, data, result, origin);
        return ExitCode.OK;
      }
    }
  }

  private ReviewData prepare(TextSplits splits) {
    long began = System.nanoTime();
    ReviewData data =
        ReviewData.prepare(splits, description.settings().text(), description.threads());
    out.printf(
        Locale.ROOT,
        "tokens    vocabulary of %,d; %,d texts to learn from, %,d held out; %.1f s%n",
        data.encoding().vocabulary().size(),
        data.train().size(),
        data.heldOut() == null ? 0 : data.heldOut().size(),
        (System.nanoTime() - began) / 1e9);
    out.flush();
    return data;
  }

  private TrainingResult fit(
      SentimentTraining training,
      SentimentModel model,
      Origin origin,
      boolean resume,
      int checkpointEvery) {
    Path checkpoint = folder.file(CHECKPOINT_FILE);
    boolean goOn = resume && Files.exists(checkpoint);
    int finished = goOn ? Checkpoint.read(checkpoint).epochs() : 0;
    folder.write(RUN_FILE, RunJson.text(description));
    int epochs = description.settings().training().epochs();
    try (Interruption interruption = Interruption.install();
        TrainingDisplay shown =
            new TrainingDisplay(out, display, training.tokensPerEpoch(), epochs, finished)) {
      Trainer trainer =
          training
              .trainer(model)
              .checkpoints(CheckpointPolicy.everySteps(checkpoint, checkpointEvery))
              .provenance(origin.provenance(command))
              .stopWhen(interruption::requested)
              .listener(shown);
      TrainingResult result =
          goOn
              ? trainer.resume(checkpoint, training.batches(), training.heldOutBatches())
              : trainer.fit(training.batches(), training.heldOutBatches());
      if (result.interrupted()) {
        shown.close();
        out.printf(
            Locale.ROOT,
            "stopped   after step %,d; saved. Go on with: sluice sentiment train --resume --out %s%n",
            result.steps(),
            folder.path());
        out.flush();
      }
      return result;
    }
  }

  private void finish(SentimentModel model, ReviewData data, TrainingResult result, Origin origin) {
    double seconds = result.epochs().stream().mapToDouble(EpochFigures::seconds).sum();
    out.printf(Locale.ROOT, "trained   %,d steps in %.1f s%n", result.steps(), seconds);
    TestFigures test =
        TestRun.measure(
            model, TokenBatches.sorted(data.test(), SentimentModel.BATCH), out, display);
    List<Answer> examples = Answer.of(model, EXAMPLES);
    examples.forEach(example -> example.print(out));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("settings", RunJson.line(description.settings()));
    metadata.put("provenance", RunJson.line(origin));
    metadata.put("test", RunJson.line(test));
    model.save(folder.file(MODEL_FILE), metadata);
    folder.write(
        FIGURES_FILE,
        RunJson.text(
            new RunFigures(
                command, description, origin, result.epochs(), seconds, test, examples)));
    out.println("model     " + folder.file(MODEL_FILE));
    out.println("figures   " + folder.file(FIGURES_FILE));
    out.flush();
  }
}

package dev.sluice.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.app.launch.UserError;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.SafetensorsMutator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fuzzing targets for commands that read files of earlier commands. A command refuses a file with
 * exit code 2 and one line on standard error.
 */
public final class SentimentReaderTargets {
  private static final List<String> TRAINING =
      List.of(
          "sentiment",
          "train",
          "--quiet",
          "--device=cpu",
          "--threads=1",
          "--embedding=2",
          "--hidden=2",
          "--batch=8",
          "--epochs=1",
          "--held-out=0");
  private static final String[] WORDS = {
    "sluice-model-1",
    "classes",
    "vocabulary",
    "tokenizer",
    "standard-lowercase-1",
    "tokens",
    "\\n",
    "<pad>",
    "<unk>",
    "\u001b]0;x\u0007",
    "positive",
    "settings",
    "compute",
    "\"lstm\"",
    "\"hidden\"",
    "\"epochs\"",
    "\"seed\""
  };

  /**
   * Replaces the path of the folder, which differs between runs, so that one seed always damages
   * the same bytes.
   */
  private static final String PLACEHOLDER = "FOLDER";

  private SentimentReaderTargets() {}

  /** A model that classifies a text, and a run that is resumed. */
  public static List<ReaderTarget> all() {
    try {
      Path folder = Files.createTempDirectory("sentiment");
      Path run = folder.resolve("run");
      Path data = TinyReviews.write(folder.resolve("reviews.csv"), 24);
      List<String> arguments =
          Stream.concat(TRAINING.stream(), Stream.of("--data=" + data, "--out=" + run)).toList();
      CommandRun.of(arguments.toArray(String[]::new)).expect(0);
      return List.of(model(run), description(run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReaderTarget model(Path run) throws IOException {
    return new ReaderTarget(
        "sentiment model",
        "model.safetensors",
        List.of(Files.readAllBytes(run.resolve("model.safetensors"))),
        new SafetensorsMutator(WORDS),
        Set.of(UserError.class),
        file -> require("sentiment", "classify", "--quiet", file.toString(), "a great film"));
  }

  /** The other files of the run are not damaged. */
  private static ReaderTarget description(Path run) throws IOException {
    Path description = run.resolve("run.json");
    String here = run.getParent().toString();
    return new ReaderTarget(
        "run.json",
        "run.json",
        List.of(Files.readString(description).replace(here, PLACEHOLDER).getBytes(UTF_8)),
        new ByteMutator(WORDS),
        Set.of(UserError.class),
        file -> {
          String damaged = Files.readString(file, ISO_8859_1);
          Files.writeString(description, damaged.replace(PLACEHOLDER, here), ISO_8859_1);
          require(
              "sentiment",
              "train",
              "--quiet",
              "--resume",
              "--out=" + run,
              "--device=cpu",
              "--threads=1");
        });
  }

  /** Runs a command. Throws a refusal of the input as the exception that it was in the command. */
  private static void require(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    if (run.exitCode() == 0) {
      return;
    }
    List<String> complaints = run.complaints();
    boolean refused =
        run.exitCode() == 2 && complaints.size() == 1 && !complaints.get(0).contains("a bug");
    if (!refused) {
      throw new AssertionError(run.toString());
    }
    throw new UserError(complaints.get(0));
  }
}

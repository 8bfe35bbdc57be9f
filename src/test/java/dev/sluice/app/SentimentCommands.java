package dev.sluice.app;

import dev.sluice.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base of the tests that run sentiment commands on a small file of reviews, each in its own folder.
 */
abstract class SentimentCommands {
  private static final List<String> SMALL =
      List.of(
          "--device=cpu",
          "--threads=2",
          "--embedding=8",
          "--hidden=8",
          "--batch=8",
          "--epochs=10",
          "--held-out=0.1");

  @TempDir Path folder;
  Path data;
  Path out;

  @BeforeEach
  void writeData() {
    data = TinyReviews.write(folder.resolve("reviews.csv"), 300);
    out = folder.resolve("run");
  }

  double squaresOfWeights() {
    return squaresOfWeights(out.resolve("model.safetensors"));
  }

  static double squaresOfWeights(Path file) {
    SafetensorsFile model = SafetensorsFile.read(file);
    double sum = 0;
    for (String name : model.names()) {
      for (float weight : model.floats(name)) {
        sum += (double) weight * weight;
      }
    }
    return sum;
  }

  /** Trains a small model; the given options replace the defaults of the test. */
  CommandRun train(String... options) {
    List<String> given = Stream.of(options).map(SentimentCommands::name).toList();
    Stream<String> small =
        Stream.concat(SMALL.stream(), Stream.of("--data=" + data, "--out=" + out))
            .filter(option -> !given.contains(name(option)));
    return CommandRun.of(
        Stream.of(Stream.of("sentiment", "train"), small, Stream.of(options))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  private static String name(String option) {
    return option.split("=")[0];
  }

  CommandRun classify(String input, String... more) {
    return CommandRun.withInput(
            input,
            Stream.concat(Stream.of("sentiment", "classify", model()), Stream.of(more))
                .toArray(String[]::new))
        .expect(0);
  }

  String model() {
    return out.resolve("model.safetensors").toString();
  }

  static long lines(CommandRun run) {
    return run.out().lines().count();
  }

  static List<String> testLines(CommandRun run) {
    return run.out().lines().dropWhile(line -> !line.startsWith("test ")).limit(4).toList();
  }
}

package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code sentiment train}: training, evaluation and saved files. */
@Tag("verify")
class SentimentTrainTest extends SentimentCommands {
  @Test
  void aModelIsTrainedEvaluatedAndUsed() throws IOException {
    CommandRun trained = train().expect(0);
    assertTrue(trained.out().contains("epoch 10/10 loss "), trained.out());
    assertTrue(trained.out().contains("held out: loss "), trained.out());
    assertTrue(trained.out().contains(" pooling max,mean, word-dropout 0.1,"), trained.out());
    assertTrue(trained.out().contains(" clip 1, "), trained.out());

    JsonNode results = new ObjectMapper().readTree(Files.readString(out.resolve("figures.json")));
    assertEquals("lstm", results.at("/run/settings/model/cell").asText());
    JsonNode test = results.get("test");
    assertTrue(test.get("accuracy").asDouble() > 0.95, test::toString);
    assertTrue(test.get("auc").asDouble() > 0.95, test::toString);
    assertEquals(10, results.get("epochs").size());

    CommandRun measured =
        CommandRun.of("sentiment", "evaluate", model(), "--data", data.toString());
    assertEquals(testLines(trained), testLines(measured.expect(0)));

    CommandRun asked =
        CommandRun.of("sentiment", "classify", model(), "a wonderful house", "the film was awful");
    List<String> answers = asked.expect(0).out().lines().toList();
    assertEquals(2, answers.size());
    assertTrue(answers.get(0).startsWith("positive "), answers::toString);
    assertTrue(answers.get(1).startsWith("negative "), answers::toString);
  }

  @Test
  void metricsThatWereNotMeasuredAreNull() throws IOException {
    train("--held-out=0", "--epochs=1").expect(0);
    JsonNode results = new ObjectMapper().readTree(Files.readString(out.resolve("figures.json")));
    assertTrue(results.at("/epochs/0/validationLoss").isNull(), results::toString);
    assertTrue(results.at("/epochs/0/loss").isNumber(), results::toString);
  }

  @Test
  void sameSeedSameModelFile() throws IOException {
    train("--seed=7").expect(0);
    byte[] first = Files.readAllBytes(out.resolve("model.safetensors"));
    train("--seed=7", "--force").expect(0);
    assertArrayEquals(first, Files.readAllBytes(out.resolve("model.safetensors")));
    train("--seed=8", "--force").expect(0);
    assertFalse(Arrays.equals(first, Files.readAllBytes(out.resolve("model.safetensors"))));
  }

  @Test
  void balanceHelpsTheRareClass() throws IOException {
    StringBuilder rows = new StringBuilder("text,label\n");
    for (int i = 0; i < 600; i++) {
      rows.append(i % 15 == 0 ? "urgent great" : i % 3 == 0 ? "the great" : "the house");
      rows.append(" number ").append(i).append(i % 15 == 0 ? ",rare\n" : ",usual\n");
    }
    Files.writeString(data, rows);
    List<String> options =
        List.of("--epochs=1", "--held-out=0", "--average=0", "--learning-rate=0.01", "--dropout=0");
    train(options.toArray(String[]::new)).expect(0);
    assertEquals(0, recallOf("rare"));
    List<String> balancing = new ArrayList<>(options);
    balancing.addAll(List.of("--balance", "--force"));
    CommandRun balanced = train(balancing.toArray(String[]::new)).expect(0);
    assertTrue(balanced.out().contains("weights   rare 8.431, usual 0.5315"), balanced.out());
    assertTrue(recallOf("rare") > 0.8, "recall " + recallOf("rare"));
  }

  private double recallOf(String className) throws IOException {
    JsonNode test =
        new ObjectMapper().readTree(Files.readString(out.resolve("figures.json"))).get("test");
    int label = test.at("/classNames/0").asText().equals(className) ? 0 : 1;
    JsonNode row = test.get("confusion").get(label);
    return row.get(label).asDouble() / (row.get(0).asDouble() + row.get(1).asDouble());
  }

  @Test
  void weightDecayKeepsWeightsSmall() {
    train("--epochs=1").expect(0);
    double adam = squaresOfWeights();
    train("--epochs=1", "--optimizer=adamw", "--force").expect(0);
    assertEquals(adam, squaresOfWeights());
    train("--epochs=1", "--optimizer=adamw", "--weight-decay=0.5", "--force").expect(0);
    assertTrue(squaresOfWeights() < adam);
  }

  @Test
  void aRunStartsFromASavedModel() throws IOException {
    train("--epochs=10").expect(0);
    double trained = squaresOfWeights();
    Path saved = Files.copy(out.resolve("model.safetensors"), folder.resolve("first.safetensors"));
    String from = "--init-from=" + saved;

    // A learning rate of 0 leaves the copied weights unchanged.
    String[] still = {from, "--epochs=1", "--learning-rate=0", "--average=0", "--force"};
    CommandRun same = train(still).expect(0);
    assertTrue(same.out().contains("start     first.safetensors, sha256 "), same.out());
    assertTrue(
        same.out().contains("100.0% of the training tokens; weights of all layers"), same.out());
    assertEquals(trained, squaresOfWeights());

    Files.writeString(
        data,
        Files.readString(data)
            .replace(",pos", ",good")
            .replace(",neg", ",bad")
            .replace("film", "movie"));
    CommandRun other = train(still).expect(0);
    assertTrue(
        other
            .out()
            .contains(
                "the layers below 4.dense, which is initialized randomly because the classes differ"),
        other.out());
    assertFalse(other.out().contains("100.0% of the training tokens"), other.out());
    SafetensorsFile first = SafetensorsFile.read(saved);
    SafetensorsFile second = SafetensorsFile.read(out.resolve("model.safetensors"));
    assertArrayEquals(first.floats("0.embedding.weight"), second.floats("0.embedding.weight"));
    assertFalse(Arrays.equals(first.floats("4.dense.weight"), second.floats("4.dense.weight")));

    CommandRun wider = train(from, "--hidden=16", "--force").expect(2);
    assertTrue(wider.err().contains("--init-from: its model has --hidden 8, not 16"), wider.err());
    train("--resume", "--epochs=2", "--learning-rate=0", "--average=0").expect(0);
    Files.writeString(saved, "x", StandardOpenOption.APPEND);
    CommandRun lost =
        CommandRun.of("sentiment", "train", "--resume", "--out", out.toString()).expect(2);
    assertEquals(1, lost.complaints().size(), lost::err);
  }

  @Test
  void aRunStartsFromACheckpoint() throws IOException {
    train("--epochs=2").expect(0);
    Path saved = Files.copy(out.resolve("checkpoint.safetensors"), folder.resolve("c.safetensors"));
    Path model = Files.copy(out.resolve("model.safetensors"), folder.resolve("m.safetensors"));
    train("--init-from=" + saved, "--epochs=1", "--learning-rate=0", "--average=0", "--force")
        .expect(0);
    SafetensorsFile first = SafetensorsFile.read(model);
    SafetensorsFile second = SafetensorsFile.read(out.resolve("model.safetensors"));
    for (String name : first.names()) {
      assertArrayEquals(first.floats(name), second.floats(name), name);
    }
  }

  /** The run has one step, so no later step can detect the divergence. */
  @ParameterizedTest
  @ValueSource(strings = {"--average=0", "--average=0.9"})
  void aRunThatDivergesInItsLastStepEndsWithOneLineAndNoModel(String average) {
    CommandRun failed =
        train(
                "--learning-rate=3e38",
                "--optimizer=sgd",
                "--clip=0",
                "--batch=100000",
                "--epochs=1",
                "--schedule=constant",
                "--weight-decay=1e30",
                average)
            .expect(1);
    assertEquals(1, failed.complaints().size(), failed::err);
    assertTrue(failed.complaints().get(0).contains("value in weights/"), failed.err());
    assertFalse(Files.exists(out.resolve("model.safetensors")));
    assertFalse(Files.exists(out.resolve("checkpoint.safetensors")));
  }

  @Test
  void aDivergingRunEndsWithOneLineAndNoModel() {
    CommandRun failed = train("--learning-rate=1e30", "--optimizer=sgd", "--clip=0").expect(1);
    assertEquals(1, failed.complaints().size(), failed::err);
    assertTrue(failed.complaints().get(0).contains("expected a finite"), failed.err());
    assertFalse(Files.exists(out.resolve("model.safetensors")));
  }

  @ParameterizedTest
  @CsvSource({
    "rnn, --article --optimizer=rmsprop --schedule=constant",
    "gru, --article --schedule=cosine --warmup=5 --average=0",
    "gru, --layers=2 --bidirectional --pooling=last --optimizer=adamw",
    "lstm, --article --clip-value=0.5 --accumulate=2 --schedule=step",
    "rnn, --accumulate=2147483647 --batch=2147483647 --tokens=2147483647",
    "lstm, --truncate=4 --embedding-dropout=0.1 --optimizer=momentum --patience=1 --no-bidirectional",
  })
  void everyOptionTrains(String cell, String options) {
    String[] all = (options + " --epochs=2 --cell=" + cell).split(" ");
    assertTrue(train(all).expect(0).out().contains("test      accuracy"));
  }
}

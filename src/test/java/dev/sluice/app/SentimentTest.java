package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.app.output.Inputs;
import dev.sluice.app.run.RunFolder;
import dev.sluice.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentimentTest {
  private static final List<String> SMALL =
      List.of(
          "--device=cpu",
          "--threads=2",
          "--embedding=8",
          "--hidden=8",
          "--batch=8",
          "--epochs=10",
          "--held-out=0.1");

  @TempDir private Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() {
    data = TinyReviews.write(folder.resolve("reviews.csv"), 300);
    out = folder.resolve("run");
  }

  @Test
  void aModelIsTrainedMeasuredAndAsked() throws IOException {
    CommandRun trained = train().expect(0);
    assertTrue(trained.out().contains("epoch 10/10 loss "), trained.out());
    assertTrue(trained.out().contains("held out: loss "), trained.out());
    assertTrue(trained.out().contains(" pooling max,mean, word-dropout 0.1,"), trained.out());
    assertTrue(trained.out().contains(" clip 1, "), trained.out());

    JsonNode figures = new ObjectMapper().readTree(Files.readString(out.resolve("figures.json")));
    assertEquals("lstm", figures.at("/run/settings/model/cell").asText());
    JsonNode test = figures.get("test");
    assertTrue(test.get("accuracy").asDouble() > 0.95, test::toString);
    assertTrue(test.get("auc").asDouble() > 0.95, test::toString);
    assertEquals(10, figures.get("epochs").size());

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
  void whatWasNotMeasuredIsNullInTheFigures() throws IOException {
    train("--held-out=0", "--epochs=1").expect(0);
    JsonNode figures = new ObjectMapper().readTree(Files.readString(out.resolve("figures.json")));
    assertTrue(figures.at("/epochs/0/validationLoss").isNull(), figures::toString);
    assertTrue(figures.at("/epochs/0/loss").isNumber(), figures::toString);
  }

  @Test
  void textsComeFromFilesLinesAndStandardInput() throws IOException {
    train("--epochs=3").expect(0);
    Path file = Files.writeString(folder.resolve("texts.txt"), "great film\n\nboring film\n");
    assertEquals(1, lines(classify("", file.toString())));
    assertEquals(3, lines(classify("", "--lines", file.toString())));
    assertEquals(1, lines(classify("a great story\nand house\n")));
    assertEquals(2, lines(classify("a great story\nand house\n", "--lines", "-")));

    JsonNode answer = new ObjectMapper().readTree(classify("", "--json", "a great film").out());
    assertEquals("a great film", answer.get("text").asText());
    JsonNode both = answer.get("probabilities");
    assertEquals(1, both.get("negative").asDouble() + both.get("positive").asDouble(), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("linesOfTexts")
  void everyLineHasItsAnswer(String input, List<String> texts) throws IOException {
    train("--epochs=1").expect(0);
    List<String> answers = new ArrayList<>();
    for (String line : classify(input, "--lines", "--json").out().lines().toList()) {
      answers.add(new ObjectMapper().readTree(line).get("text").asText());
    }
    assertEquals(texts, answers);
    assertEquals(texts.size(), lines(classify(input, "--lines", "-")));
  }

  static List<Arguments> linesOfTexts() {
    return List.of(
        Arguments.of("", List.of()),
        Arguments.of("\n", List.of("")),
        Arguments.of("\n\n", List.of("", "")),
        Arguments.of("great\n\nboring", List.of("great", "", "boring")),
        Arguments.of("great\n \nboring\n\n", List.of("great", " ", "boring", "")),
        Arguments.of("\uFEFFgreat\r\n\r\nboring\r\n", List.of("great", "", "boring")),
        Arguments.of(
            "great\u2028film\rhouse\u0085\u000bx\n",
            List.of("great\u2028film\rhouse\u0085\u000bx")));
  }

  @Test
  void filesOfAnotherEncodingAreRead() throws IOException {
    train("--epochs=1").expect(0);
    Path file = folder.resolve("latin.txt");
    Files.write(file, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun refused = CommandRun.of("sentiment", "classify", model(), file.toString()).expect(2);
    assertTrue(refused.err().contains("expected text in UTF-8; --encoding names another"));
    String[] options = {"--json", "--lines", "--encoding=windows-1252", file.toString()};
    JsonNode answer = new ObjectMapper().readTree(classify("", options).out());
    assertEquals("caf\u00e9", answer.get("text").asText());
    CommandRun unknown =
        CommandRun.of("sentiment", "classify", model(), "--encoding=klingon").expect(2);
    assertTrue(unknown.err().contains("--encoding: expected a character set"), unknown.err());
  }

  @Test
  void whatHoldsNoTextIsRefused() throws IOException {
    train("--epochs=1").expect(0);
    Path blank = Files.writeString(folder.resolve("blank.txt"), " \n");
    for (String source : List.of("-", "", " ", blank.toString(), folder.toString())) {
      CommandRun refused = CommandRun.of("sentiment", "classify", model(), source).expect(2);
      assertEquals(1, refused.complaints().size(), refused::err);
      assertTrue(refused.complaints().get(0).contains("expected a text"), refused.err());
      assertEquals("", refused.out());
    }
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

  private double squaresOfWeights() {
    return squaresOfWeights(out.resolve("model.safetensors"));
  }

  private static double squaresOfWeights(Path file) {
    SafetensorsFile model = SafetensorsFile.read(file);
    double sum = 0;
    for (String name : model.names()) {
      for (float weight : model.floats(name)) {
        sum += (double) weight * weight;
      }
    }
    return sum;
  }

  @Test
  void aFinishedRunIsNeitherOverwrittenNorTrainedAgain() throws IOException {
    train().expect(0);
    byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
    CommandRun again = train().expect(2);
    assertEquals(1, again.complaints().size());
    assertTrue(again.err().contains("--resume continues it, --force replaces it"), again.err());

    CommandRun resumed =
        CommandRun.of("sentiment", "train", "--resume", "--out", out.toString()).expect(0);
    assertFalse(resumed.out().contains("epoch 10/10"), resumed.out());
    assertArrayEquals(model, Files.readAllBytes(out.resolve("model.safetensors")));
  }

  @ParameterizedTest
  @CsvSource({
    "--data=missing.csv, 2",
    "--device=abacus, 2",
    "--hidden=100000000, 2",
    "--learning-rate=1e30 --optimizer=sgd --clip=0, 1",
  })
  void anEarlierRunStaysUntilTheNewOneHasSomethingToSave(String options, int code)
      throws IOException {
    train("--epochs=1").expect(0);
    Map<String, String> before = contents();
    train((options + " --force").split(" ")).expect(code);
    assertEquals(before, contents());

    train("--epochs=1", "--force", "--cell=gru").expect(0);
    Map<String, String> after = contents();
    assertEquals(before.keySet(), after.keySet());
    after.forEach((name, content) -> assertNotEquals(before.get(name), content, name));
    assertTrue(after.get("run.json").contains("gru"));
  }

  /** Of the run's files, one character for each byte. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        if (!file.endsWith(".lock")) {
          contents.put(
              file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  @Test
  void aResumedRunKeepsItsOptions() {
    train().expect(0);
    CommandRun changed = train("--resume", "--hidden=16").expect(2);
    assertEquals(1, changed.complaints().size());
    assertTrue(changed.err().contains("leave out --hidden 16 (was 8), or"), changed.err());
    CommandRun other = train("--resume", "--cell=gru").expect(2);
    assertTrue(other.err().contains("--cell gru (was lstm), --forget-bias none (was 1)"));
  }

  @Test
  void aRunFileThatHoldsSomethingElseIsOneLine() throws IOException {
    train("--epochs=1").expect(0);
    Path file = out.resolve("run.json");
    String whole = Files.readString(file);
    for (String other :
        List.of(
            "null",
            "[]",
            "",
            "{}",
            whole.replaceFirst("\"settings\" : \\{", "\"settings\" : null, \"x\" : {"),
            whole.replaceFirst("\"data\" : \"", "\"data\" : \"\\\\u0000"),
            whole.replaceFirst("\"initFrom\" : null", "\"initFrom\" : \"\\\\u0000\""),
            whole.replaceFirst("\"device\" : \"cpu\"", "\"device\" : null"),
            whole.replaceFirst("\"hidden\" : 8", "\"hidden\" : null"),
            whole.replaceFirst("\"cell\" : \"lstm\"", "\"cell\" : null"))) {
      assertNotEquals(whole, other);
      Files.writeString(file, other);
      CommandRun refused = train("--resume").expect(2);
      assertEquals(1, refused.complaints().size(), refused::err);
      assertTrue(refused.complaints().get(0).contains("run.json"), refused.err());
    }
  }

  @Test
  void aRunStartsFromASavedModel() throws IOException {
    train("--epochs=10").expect(0);
    double trained = squaresOfWeights();
    Path saved = Files.copy(out.resolve("model.safetensors"), folder.resolve("first.safetensors"));
    String from = "--init-from=" + saved;

    // A rate of 0 leaves the weights that were taken as they are.
    String[] still = {from, "--epochs=1", "--learning-rate=0", "--average=0", "--force"};
    CommandRun same = train(still).expect(0);
    assertTrue(same.out().contains("start     first.safetensors, sha256 "), same.out());
    assertTrue(same.out().contains("100.0% of the training tokens, and all layers"), same.out());
    assertEquals(trained, squaresOfWeights());

    Files.writeString(
        data,
        Files.readString(data)
            .replace(",pos", ",good")
            .replace(",neg", ",bad")
            .replace("film", "movie"));
    CommandRun other = train(still).expect(0);
    assertTrue(
        other.out().contains("the layers below 4.dense, which is drawn anew, as its classes were"),
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
  void aFinishedRunGoesOnForMoreEpochs() throws IOException {
    train("--epochs=4", "--schedule=constant").expect(0);
    byte[] whole = Files.readAllBytes(out.resolve("model.safetensors"));
    train("--epochs=2", "--schedule=constant", "--force").expect(0);
    CommandRun longer = train("--epochs=4", "--schedule=constant", "--resume").expect(0);
    assertTrue(
        longer.out().contains("longer    4 epochs instead of 2: as if asked for from the start"),
        longer.out());
    assertFalse(longer.out().contains("epoch 2/4"), longer.out());
    assertTrue(longer.out().contains("epoch 3/4"), longer.out());
    Path expected = Files.write(folder.resolve("whole.safetensors"), whole);
    assertEquals(squaresOfWeights(expected), squaresOfWeights());
    CommandRun fewer = train("--epochs=3", "--resume").expect(2);
    assertTrue(fewer.err().contains("leave out --epochs 3 (was 4)"), fewer.err());
  }

  @Test
  void aScheduleThatEndsAtZeroReachesFurtherInALongerRun() {
    train("--epochs=2").expect(0);
    CommandRun longer = train("--epochs=4", "--resume").expect(0);
    assertTrue(
        longer.out().contains("the learning rate goes on at 0.002 instead of 0.0"), longer.out());
    CommandRun again = train("--epochs=4", "--resume").expect(0);
    assertFalse(again.out().contains("longer "), again.out());
  }

  @Test
  void aRunFindsItsDataAtANewPlace() throws IOException {
    train("--epochs=2").expect(0);
    double weights = squaresOfWeights();
    Path moved = Files.move(data, folder.resolve("moved.csv"));
    String[] resume = {"sentiment", "train", "--resume", "--out", out.toString()};
    CommandRun lost = CommandRun.of(resume).expect(2);
    assertTrue(lost.err().contains("is no longer there; --data names its new place"), lost.err());
    train("--epochs=2", "--resume", "--data=" + moved).expect(0);
    assertEquals(weights, squaresOfWeights());
    CommandRun.of(resume).expect(0);
    Files.writeString(moved, "a house,pos\n", StandardOpenOption.APPEND);
    CommandRun changed = train("--epochs=2", "--resume", "--data=" + moved).expect(2);
    assertTrue(changed.err().contains("changed since the run began"), changed.err());
  }

  @Test
  void aResumedRunKeepsItsData() throws IOException {
    train().expect(0);
    Files.writeString(data, "a house,pos\n", StandardOpenOption.APPEND);
    CommandRun changed = train("--resume").expect(2);
    assertEquals(1, changed.complaints().size());
    assertTrue(changed.err().contains("changed since the run began: expected sha256"));
    assertTrue(changed.complaints().get(0).length() < 300, changed.err());
  }

  @Test
  void aFolderInUseIsRefused() {
    try (RunFolder held = RunFolder.create(out, List.of("run.json"), Inputs.none())) {
      CommandRun refused = train().expect(2);
      assertTrue(refused.complaints().get(0).contains("is in use"), refused.err());
      assertFalse(Files.exists(held.file("run.json")));
    }
  }

  /** One step: nothing comes after it that would notice. */
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
  @CsvSource(
      delimiter = '|',
      value = {
        "--cell=foo                      | expected one of [RNN, LSTM, GRU]",
        "--hidden=-3                     | hidden: expected at least 1, got -3",
        "--hidden=many                   | --hidden",
        "--pooling=max,max               | pooling: expected",
        "--embedding-dropout=-0.1        | embedding-dropout: expected 0 to below 1 in float32, got -0.1",
        "--dropout=1                     | dropout: expected 0 to below 1 in float32, got 1.0",
        "--cell=gru --forget-bias=1      | forget-bias: expected",
        "--weight-decay=-1               | weight-decay: expected",
        "--learning-rate=1e39            | learning-rate: expected a number of at least 0, finite",
        "--forget-bias=1e39              | forget-bias: expected a number that is finite in float32",
        "--clip=1 --clip-value=1         | clip and clip-value: expected at most one",
        "--held-out=0 --patience=2       | patience: expected held-out above 0",
        "--resume                        | nothing to resume",
        "--resume --force                | expected one of the two",
        "--threads=0                     | threads: expected 1 to 1024, got 0",
        "--threads=100000                | threads: expected 1 to 1024, got 100000",
        "--device=abacus                 | device: expected auto or one of cuda, cpu",
        "--device=cpu --precision=tf32   | precision: the cpu has FLOAT32 only, got TF32",
        "--device=cpu --plan=graph       | plan: the cpu has AUTO only, got GRAPH",
        "--plan=persistent               | expected one of [AUTO, STEPWISE, GRAPH, CUDNN]",
        "--checkpoint-every=-1           | checkpoint-every: expected at least 0",
        "--data=missing.csv              | missing.csv: no such file or folder",
        "--preset=huge                   | expected one of",
        "--cell=rnn --dropout=0.1 --cell=gru | should be specified only once",
        "--data=x.csv --delimiter=; --data=y.csv | should be specified only once",
        "--hidden=100000000              | weights of fewer than 2^31 elements",
        "--embedding=2000000000          | a weight of fewer than 2^31 elements",
        "--layers=101                    | layers: expected 1 to 100, got 101",
        "--epochs=2000000000             | epochs: expected 1 to 1000000",
      })
  void wrongOptionsAreOneLine(String options, String complaint) {
    CommandRun refused = train(options.strip().split(" ")).expect(2);
    assertEquals(1, refused.complaints().size(), refused::err);
    assertTrue(refused.complaints().get(0).contains(complaint), refused.err());
    assertFalse(Files.exists(out.resolve("run.json")));
  }

  @Test
  void anOutThatCannotBeAFolderIsOneLine() {
    CommandRun refused = train("--out", data.resolve("run").toString()).expect(2);
    assertEquals(1, refused.complaints().size(), refused::err);
    assertTrue(refused.complaints().get(0).contains("reviews.csv"), refused.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "classify"})
  void filesThatAreNoModelsAreOneLine(String command) throws IOException {
    train("--epochs=1").expect(0);
    Path model = out.resolve("model.safetensors");
    Path cut = folder.resolve("cut.safetensors");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(model), (int) Files.size(model) / 2));
    Stream.of(
            data, cut, out.resolve("checkpoint.safetensors"), folder.resolve("missing.safetensors"))
        .forEach(
            file -> {
              CommandRun refused = CommandRun.of("sentiment", command, file.toString()).expect(2);
              assertEquals(1, refused.complaints().size(), refused::err);
              assertTrue(refused.complaints().get(0).contains(file.toString()), refused.err());
            });
  }

  @Test
  void metadataThatIsNoNumberIsNamed() throws IOException {
    train("--epochs=1").expect(0);
    Path model = out.resolve("model.safetensors");
    String bytes = Files.readString(model, StandardCharsets.ISO_8859_1);
    Files.writeString(
        model,
        bytes.replace("\"tokens\":\"400\"", "\"tokens\":\"4o0\""),
        StandardCharsets.ISO_8859_1);
    CommandRun refused = CommandRun.of("sentiment", "classify", model(), "a film").expect(2);
    assertTrue(refused.err().contains("metadata tokens: expected a number, got 4o0"));
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

  /** The small options, except those that are given otherwise. */
  private CommandRun train(String... options) {
    List<String> given = Stream.of(options).map(SentimentTest::name).toList();
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

  private CommandRun classify(String input, String... more) {
    return CommandRun.withInput(
            input,
            Stream.concat(Stream.of("sentiment", "classify", model()), Stream.of(more))
                .toArray(String[]::new))
        .expect(0);
  }

  private String model() {
    return out.resolve("model.safetensors").toString();
  }

  private static long lines(CommandRun run) {
    return run.out().lines().count();
  }

  private static List<String> testLines(CommandRun run) {
    return run.out().lines().dropWhile(line -> !line.startsWith("test ")).limit(4).toList();
  }
}

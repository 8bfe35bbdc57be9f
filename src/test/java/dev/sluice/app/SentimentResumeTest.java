package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.output.InputPaths;
import dev.sluice.app.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests resuming and replacing runs. */
@Tag("verify")
class SentimentResumeTest extends SentimentCommands {
  @Test
  void aFinishedRunIsNeitherOverwrittenNorTrainedAgain() throws IOException {
    train().expect(0);
    byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
    CommandRun again = train().expect(2);
    assertEquals(1, again.complaints().size());
    assertTrue(
        again.err().contains("use --resume to continue it, --force to replace it"), again.err());

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
  void anEarlierRunStaysUntilTheNewOneSaves(String options, int code) throws IOException {
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

  /** The contents of the run's files, one character per byte. */
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
  void aDamagedRunFileIsOneLine() throws IOException {
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
  void aFinishedRunTrainsForMoreEpochs() throws IOException {
    train("--epochs=4", "--schedule=constant").expect(0);
    byte[] whole = Files.readAllBytes(out.resolve("model.safetensors"));
    train("--epochs=2", "--schedule=constant", "--force").expect(0);
    CommandRun longer = train("--epochs=4", "--schedule=constant", "--resume").expect(0);
    assertTrue(
        longer
            .out()
            .contains(
                "longer    4 epochs instead of 2: same learning rate as in a run of this length"),
        longer.out());
    assertFalse(longer.out().contains("epoch 2/4"), longer.out());
    assertTrue(longer.out().contains("epoch 3/4"), longer.out());
    Path expected = Files.write(folder.resolve("whole.safetensors"), whole);
    assertEquals(squaresOfWeights(expected), squaresOfWeights());
    CommandRun fewer = train("--epochs=3", "--resume").expect(2);
    assertTrue(fewer.err().contains("leave out --epochs 3 (was 4)"), fewer.err());
  }

  @Test
  void aScheduleThatEndsAtZeroIsExtendedInALongerRun() {
    train("--epochs=2").expect(0);
    CommandRun longer = train("--epochs=4", "--resume").expect(0);
    assertTrue(
        longer.out().contains("the learning rate continues at 0.002 instead of 0.0"), longer.out());
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
    assertTrue(lost.err().contains("no longer exists; use --data for its new place"), lost.err());
    train("--epochs=2", "--resume", "--data=" + moved).expect(0);
    assertEquals(weights, squaresOfWeights());
    CommandRun.of(resume).expect(0);
    Files.writeString(moved, "a house,pos\n", StandardOpenOption.APPEND);
    CommandRun changed = train("--epochs=2", "--resume", "--data=" + moved).expect(2);
    assertTrue(changed.err().contains("changed since the run started"), changed.err());
  }

  @Test
  void aResumedRunKeepsItsData() throws IOException {
    train().expect(0);
    Files.writeString(data, "a house,pos\n", StandardOpenOption.APPEND);
    CommandRun changed = train("--resume").expect(2);
    assertEquals(1, changed.complaints().size());
    assertTrue(changed.err().contains("changed since the run started: expected sha256"));
    assertTrue(changed.complaints().get(0).length() < 300, changed.err());
  }

  @Test
  void aFolderInUseIsRefused() {
    try (RunFolder held = RunFolder.create(out, List.of("run.json"), InputPaths.none(), "")) {
      CommandRun refused = train().expect(2);
      assertTrue(refused.complaints().get(0).contains("is in use"), refused.err());
      assertFalse(Files.exists(held.file("run.json")));
    }
  }
}

package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a training process that is killed at any moment resumes to the same model file. */
@Timeout(120)
@Tag("verify")
class SentimentKillTest {
  private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";
  private static final long LONGEST_DELAY_MILLIS = 200;

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void writeData() {
    data = TinyReviews.write(folder.resolve("reviews.csv"), 400);
  }

  @Test
  void killedAtRandomMomentsItResumesToTheSameModelFile() throws Exception {
    byte[] whole = uninterrupted();
    Random random = new Random();
    Process process = start(List.of(VECTOR_MODULE), options("killed"));
    int kills = 0;
    for (; kills < 3 && process.isAlive(); kills++) {
      awaitCheckpoint(process, "killed");
      Thread.sleep(random.nextLong(LONGEST_DELAY_MILLIS));
      process.destroyForcibly().waitFor();
      process = start(List.of(VECTOR_MODULE), "sentiment", "train", "--resume", out("killed"));
    }
    assertTrue(kills > 0, "ended before the first kill");
    assertEquals(0, exitCode(process));
    assertArrayEquals(whole, model("killed"));
  }

  @Test
  void theChildEndsWithItsKilledParentAndTheRunResumes() throws Exception {
    byte[] whole = uninterrupted();
    Process parent = start(List.of(), options("orphan"));
    awaitCheckpoint(parent, "orphan");
    List<ProcessHandle> children = parent.children().toList();
    assertEquals(1, children.size());
    parent.destroyForcibly().waitFor();
    children.get(0).onExit().get(60, TimeUnit.SECONDS);
    assertFalse(Files.exists(folder.resolve("orphan/model.safetensors")), "ended before the kill");
    CommandRun.of("sentiment", "train", "--resume", out("orphan")).expect(0);
    assertArrayEquals(whole, model("orphan"));
  }

  @Test
  void onCtrlCItSavesAndPrintsHowToResume() throws Exception {
    Process process = start(List.of(), options("stopped"));
    awaitCheckpoint(process, "stopped");
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    assertEquals(130, exitCode(process));
    String printed = Files.readString(folder.resolve("printed"));
    assertTrue(printed.contains("Resume with: sluice sentiment train --resume"), printed);
    CommandRun resumed = CommandRun.of("sentiment", "train", "--resume", out("stopped")).expect(0);
    assertTrue(resumed.out().contains("test      accuracy"), resumed.out());
    List<String> progress = resumed.err().lines().filter(l -> l.startsWith("epoch ")).toList();
    assertFalse(progress.isEmpty(), resumed.err());
    assertTrue(progress.stream().allMatch(line -> line.contains(": 100% of ")), resumed.err());
  }

  private byte[] uninterrupted() throws IOException {
    CommandRun.of(options("whole")).expect(0);
    return model("whole");
  }

  private String[] options(String run) {
    String fixed =
        "sentiment train --device=cpu --threads=2 --embedding=8 --hidden=8 --batch=4 --epochs=12"
            + " --held-out=0.1 --checkpoint-every=20 --data="
            + data;
    return (fixed + " " + out(run)).split(" ");
  }

  private String out(String run) {
    return "--out=" + folder.resolve(run);
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  private Process start(List<String> jvmOptions, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A build that runs in the background may ignore SIGINT.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed").toFile())
        .start();
  }

  private void awaitCheckpoint(Process process, String run) throws InterruptedException {
    Path checkpoint = folder.resolve(run).resolve("checkpoint.safetensors");
    while (process.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(5);
    }
  }

  private int exitCode(Process process) throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
    return process.exitValue();
  }
}

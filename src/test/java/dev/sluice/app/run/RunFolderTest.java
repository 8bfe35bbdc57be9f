package dev.sluice.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.ProbeProcess;
import dev.sluice.app.launch.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path base;

  @Test
  void makesTheFolderAndItsParents() {
    Path path = base.resolve("a/b");
    try (RunFolder folder = RunFolder.create(path)) {
      assertTrue(Files.isDirectory(path));
      assertEquals(path.resolve("model"), folder.file("model"));
    }
  }

  @Test
  void takesAnEmptyFolderAndOneWhoseRunSavedNothing() {
    RunFolder.create(base).close();
    RunFolder.create(base).close();
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingBeside() throws IOException {
    try (RunFolder folder = RunFolder.create(base.resolve("other"))) {
      Files.createDirectories(folder.file("figures/full"));
      assertThrows(UncheckedIOException.class, () -> folder.write("figures", "text"));
      assertTrue(Files.notExists(folder.file("figures.tmp")));
    }
  }

  @Test
  void newRunRefusesAnEarlierOne() throws IOException {
    finishedRun();
    assertRefused("holds an earlier run", () -> RunFolder.create(base));
    RunFolder.resume(base).close();
  }

  @Test
  void refusesAFolderWithOtherThingsAndLeavesItAlone() throws IOException {
    Files.createFile(base.resolve("thesis.tex"));
    assertRefused("is not empty and no run folder", () -> RunFolder.create(base));
    assertRefused("is no run folder", () -> RunFolder.resume(base));
    try (var entries = Files.list(base)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void replacementRemovesTheNamedFilesOnly() throws IOException {
    finishedRun();
    Files.createFile(base.resolve("notes"));
    assertRefused("other files than a run's, notes", this::replaceRun);
    assertTrue(Files.exists(base.resolve("model")));
    Files.delete(base.resolve("notes"));
    replaceRun().close();
    RunFolder.create(base).close();
  }

  @Test
  void clearsWhatAKilledProcessWasWriting() throws IOException {
    RunFolder.create(base).close();
    Files.createFile(base.resolve(".sluice-0.tmp"));
    RunFolder.create(base).close();
  }

  @Test
  void writesTextWhole() throws IOException {
    try (RunFolder folder = RunFolder.create(base)) {
      folder.write("figures.json", "{}");
      folder.write("figures.json", "{\"ü\": 1}");
      assertEquals("{\"ü\": 1}", Files.readString(folder.file("figures.json")));
    }
  }

  @Test
  void resumeNeedsAFolder() {
    assertRefused("does not exist", () -> RunFolder.resume(base.resolve("nowhere")));
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.createFile(base.resolve("file"));
    assertRefused("is a file", () -> RunFolder.create(file));
    assertThrows(UncheckedIOException.class, () -> RunFolder.create(file.resolve("below")));
  }

  @Test
  void refusesASecondWriterInThisProcess() {
    try (RunFolder first = RunFolder.create(base)) {
      assertRefused("is in use by process", () -> RunFolder.resume(first.path()));
    }
    RunFolder.resume(base).close();
  }

  @Test
  void refusesASecondProcessUntilTheFirstEnds() throws Exception {
    try (var first = ProbeProcess.start(List.of(), "hold", base.toString())) {
      first.await("holding ");
      String message = assertRefused("is in use by process", () -> RunFolder.resume(base));
      assertTrue(message.contains("process " + first.pid() + ","), message);
      first.type("\n");
      assertEquals(0, first.exitCode(), first::errors);
    }
    RunFolder.resume(base).close();
  }

  @Test
  void killedProcessLeavesNoLock() throws Exception {
    try (var first = ProbeProcess.start(List.of(), "hold", base.toString())) {
      first.await("holding ");
      first.kill();
      first.exitCode();
    }
    RunFolder.resume(base).close();
  }

  private RunFolder replaceRun() {
    return RunFolder.replace(base, List.of("model", "figures"));
  }

  private void finishedRun() throws IOException {
    try (RunFolder folder = RunFolder.create(base)) {
      Files.createFile(folder.file("model"));
    }
  }

  private static String assertRefused(String part, Runnable attempt) {
    String message = assertThrows(UserError.class, attempt::run).getMessage();
    assertTrue(message.contains(part), message);
    return message;
  }
}

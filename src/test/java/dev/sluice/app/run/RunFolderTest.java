package dev.sluice.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.ProbeProcess;
import dev.sluice.app.launch.UserError;
import dev.sluice.app.output.InputPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final List<String> FILES = List.of("model", "figures", "figures.json");

  @TempDir private Path base;

  @Test
  void makesTheFolderAndItsParents() {
    Path path = base.resolve("a/b");
    try (RunFolder folder = create(path)) {
      assertTrue(Files.isDirectory(path));
      assertEquals(path.resolve("model"), folder.file("model"));
    }
  }

  @Test
  void acceptsAnEmptyFolderAndOneWhoseRunSavedNothing() {
    create(base).close();
    create(base).close();
  }

  @Test
  void aFailedWriteLeavesNoTemporaryFile() throws IOException {
    try (RunFolder folder = create(base.resolve("other"))) {
      Files.createDirectories(folder.file("figures").resolve("full"));
      assertThrows(UncheckedIOException.class, () -> folder.write("figures", "text"));
      assertTrue(Files.notExists(base.resolve("other/figures.tmp")));
    }
  }

  @Test
  void newRunRefusesAnEarlierOne() throws IOException {
    finishedRun();
    assertRefused("holds an earlier run", () -> create(base));
    resume(base).close();
  }

  @Test
  void refusesAFolderWithOtherFilesAndLeavesItUnchanged() throws IOException {
    Files.createFile(base.resolve("thesis.tex"));
    assertRefused("is not empty and is not a run folder", () -> create(base));
    assertRefused("is not a run folder", () -> resume(base));
    try (var entries = Files.list(base)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void replacementRemovesTheNamedFilesOnly() throws IOException {
    finishedRun();
    Files.createFile(base.resolve("notes"));
    assertRefused("a file that is not part of a run, notes", this::replaceRun);
    assertTrue(Files.exists(base.resolve("model")));
    Files.delete(base.resolve("notes"));
    try (RunFolder folder = replaceRun()) {
      assertTrue(folder.holdsEarlierRun());
      assertTrue(Files.exists(base.resolve("model")));
      Files.createFile(folder.file("figures"));
      folder.removeEarlierRun("figures");
      assertFalse(folder.holdsEarlierRun());
    }
    assertFalse(Files.exists(base.resolve("model")));
    assertTrue(Files.exists(base.resolve("figures")));
  }

  @Test
  void aLinkedFileOfAnEarlierRunStaysALink() throws IOException {
    Path elsewhere = Files.writeString(base.resolve("current"), "old");
    Path run = base.resolve("run");
    create(run).close();
    Files.createSymbolicLink(run.resolve("model"), elsewhere);
    try (RunFolder folder = RunFolder.replace(run, FILES, InputPaths.none())) {
      folder.removeEarlierRun("figures");
      folder.write("model", "new");
    }
    assertTrue(Files.isSymbolicLink(run.resolve("model")));
    assertEquals("new", Files.readString(elsewhere));
  }

  @Test
  void anInputMustNotBeAFileOfTheRun() throws IOException {
    finishedRun();
    Path model = base.resolve("model");
    InputPaths itself =
        new InputPaths(List.of(base.resolve("../" + base.getFileName() + "/model")));
    assertRefused("which is only read", () -> RunFolder.replace(base, FILES, itself));
    assertRefused("which is only read", () -> RunFolder.resume(base, FILES, itself));
    RunFolder.replace(base, FILES, new InputPaths(List.of(base.getParent()))).close();

    Path data = Files.createDirectory(base.getParent().resolve("data-" + base.getFileName()));
    Path text = Files.move(model, data.resolve("text"));
    Files.createSymbolicLink(model, text);
    InputPaths folder = new InputPaths(List.of(data));
    assertRefused("a file of the input", () -> RunFolder.replace(base, FILES, folder));
    Files.delete(text);
    Files.delete(data);
  }

  @Test
  void aLockThatIsALinkIsNotFollowed() throws IOException {
    Path letter = Files.writeString(base.resolve("letter"), "Dear Sir");
    Path run = Files.createDirectory(base.resolve("run"));
    Files.createSymbolicLink(run.resolve(".lock"), letter);
    assertRefused("is not the lock of a run", () -> create(run));
    assertRefused("is not a run folder", () -> resume(run));
    assertEquals("Dear Sir", Files.readString(letter));
  }

  @Test
  void aForeignLockFileIsNotOverwritten() throws IOException {
    Path lock = Files.writeString(base.resolve(".lock"), "4711");
    assertRefused("is not the lock of a run", () -> create(base));
    assertRefused("is not the lock of a run", () -> resume(base));
    assertEquals("4711", Files.readString(lock));
  }

  @Test
  void onlyTheNamedFilesAreWritten() {
    try (RunFolder folder = create(base)) {
      assertThrows(IllegalArgumentException.class, () -> folder.write("notes", "text"));
    }
  }

  @Test
  void removesTemporaryFilesOfAKilledProcess() throws IOException {
    create(base).close();
    Files.createFile(base.resolve(".sluice-00000000-0000-0000-0000-000000000000.tmp"));
    create(base).close();
  }

  @Test
  void writesTextWhole() throws IOException {
    try (RunFolder folder = create(base)) {
      folder.write("figures.json", "{}");
      folder.write("figures.json", "{\"ü\": 1}");
      assertEquals("{\"ü\": 1}", Files.readString(folder.file("figures.json")));
    }
  }

  @Test
  void resumeNeedsAFolder() {
    assertRefused("does not exist", () -> resume(base.resolve("nowhere")));
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.createFile(base.resolve("file"));
    assertRefused("is a file", () -> create(file));
    assertThrows(UncheckedIOException.class, () -> create(file.resolve("below")));
  }

  @Test
  void refusesASecondWriterInThisProcess() {
    try (RunFolder first = create(base)) {
      assertRefused("is in use by process", () -> resume(first.path()));
    }
    resume(base).close();
  }

  @Test
  void refusesASecondProcessUntilTheFirstEnds() throws Exception {
    try (var first = ProbeProcess.start(List.of(), "hold", base.toString())) {
      first.await("holding ");
      String message = assertRefused("is in use by process", () -> resume(base));
      assertTrue(message.contains("process " + first.pid() + ","), message);
      first.type("\n");
      assertEquals(0, first.exitCode(), first::errors);
    }
    resume(base).close();
  }

  @Test
  void killedProcessLeavesNoLock() throws Exception {
    try (var first = ProbeProcess.start(List.of(), "hold", base.toString())) {
      first.await("holding ");
      first.kill();
      first.exitCode();
    }
    resume(base).close();
  }

  private static RunFolder create(Path path) {
    return RunFolder.create(path, FILES, InputPaths.none(), "use --force to replace it");
  }

  private static RunFolder resume(Path path) {
    return RunFolder.resume(path, FILES, InputPaths.none());
  }

  private RunFolder replaceRun() {
    return RunFolder.replace(base, FILES, InputPaths.none());
  }

  private void finishedRun() throws IOException {
    try (RunFolder folder = create(base)) {
      Files.createFile(folder.file("model"));
    }
  }

  private static String assertRefused(String part, Runnable attempt) {
    String message = assertThrows(UserError.class, attempt::run).getMessage();
    assertTrue(message.contains(part), message);
    return message;
  }
}

package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class TourCommandTest {
  @TempDir private Path folder;

  @Test
  void refusesDataThatIsNotThere() {
    String missing = folder.resolve("missing.csv").toString();
    CommandRun run =
        CommandRun.of("tour", "--data", missing, "--out", folder.resolve("out").toString())
            .expect(2);
    assertEquals(1, run.complaints().size(), run.err());
    assertTrue(run.complaints().get(0).contains("missing.csv"), run.err());
  }

  @Test
  void refusesAFolderWithOtherFiles() throws Exception {
    Files.createFile(folder.resolve("mine.txt"));
    CommandRun run = CommandRun.of("tour", "--out", folder.toString(), "--force").expect(2);
    assertEquals(
        List.of("sluice: " + folder + " is not empty and is not a run folder; choose another"),
        run.complaints());
  }

  @Test
  void refusesASeedThatIsNoNumber() {
    CommandRun.of("tour", "--seed", "one", "--out", folder.resolve("out").toString()).expect(2);
  }
}

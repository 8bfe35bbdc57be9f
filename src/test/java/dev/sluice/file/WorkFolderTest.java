package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  @TempDir private Path temp;
  private Path parent;
  private Path area;

  @BeforeEach
  void name() {
    parent = temp.resolve("parent");
    area = parent.resolve(WorkFolder.AREA);
  }

  @Test
  void closeDeletesAllContents() throws IOException {
    Path path;
    try (WorkFolder work = WorkFolder.create(parent)) {
      path = work.path();
      assertEquals(area, path.getParent());
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "x");
    }
    assertFalse(Files.exists(path));
    assertTrue(Files.exists(parent));
  }

  @Test
  void deletesWhatAKilledProcessLeftLongAgoButNothingElse() throws IOException {
    Path abandoned = leftBehind("abandoned", Duration.ofDays(2));
    Path running = leftBehind("running", Duration.ofHours(20));
    Path unmarked = old(Files.createDirectories(area.resolve("unmarked")));
    Path users = old(Files.createDirectories(parent.resolve("fetch-results")));
    WorkFolder.create(parent).close();
    assertFalse(Files.exists(abandoned));
    assertTrue(Files.exists(running));
    assertTrue(Files.exists(unmarked));
    assertTrue(Files.exists(users));
  }

  @Test
  void followsNoLink() throws IOException {
    Path users = Files.createDirectories(temp.resolve("users"));
    Path kept = Files.writeString(users.resolve("kept"), "x");
    old(Files.createFile(users.resolve(WorkFolder.MARKER)));
    Path linked = link(Files.createDirectories(area).resolve("linked"), users);
    Path inside = link(leftBehind("abandoned", Duration.ofDays(2)).resolve("link"), users);
    WorkFolder.create(parent).close();
    assertTrue(Files.exists(kept));
    assertTrue(Files.exists(linked, LinkOption.NOFOLLOW_LINKS));
    assertFalse(Files.exists(inside, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void refusesAnAreaThatIsALink() throws IOException {
    Path users = Files.createDirectories(temp.resolve("users"));
    Files.createDirectories(parent);
    link(area, users);
    IOException refused = assertThrows(IOException.class, () -> WorkFolder.create(parent));
    assertTrue(refused.getMessage().contains("found a link"), refused.getMessage());
  }

  private Path leftBehind(String name, Duration age) throws IOException {
    Path work = Files.createDirectories(area.resolve(name));
    setAge(Files.createFile(work.resolve(WorkFolder.MARKER)), age);
    return work;
  }

  private static Path old(Path path) throws IOException {
    return setAge(path, Duration.ofDays(9));
  }

  private static Path setAge(Path path, Duration age) throws IOException {
    return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  private static Path link(Path link, Path target) throws IOException {
    try {
      return Files.createSymbolicLink(link, target);
    } catch (UnsupportedOperationException | IOException e) {
      return abort("no symbolic links here: " + e);
    }
  }
}

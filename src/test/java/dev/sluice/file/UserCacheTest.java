package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {
  private static final Path HOME = Path.of("home").toAbsolutePath();
  private static final String HOME_TEXT = HOME.toString();
  private static final String ELSEWHERE = Path.of("elsewhere").toAbsolutePath().toString();

  @Test
  void followsEachPlatform() {
    assertEquals(
        HOME.resolve(".cache/sluice"),
        UserCache.folder(Map.of(), "Linux", HOME_TEXT).orElseThrow());
    assertEquals(
        HOME.resolve("Library/Caches/sluice"),
        UserCache.folder(Map.of(), "Mac OS X", HOME_TEXT).orElseThrow());
    assertEquals(
        HOME.resolve("AppData/Local/sluice"),
        UserCache.folder(Map.of(), "Windows 11", HOME_TEXT).orElseThrow());
  }

  @Test
  void followsTheEnvironment() {
    Path named = Path.of(ELSEWHERE);
    assertEquals(
        named.resolve("sluice"),
        UserCache.folder(Map.of("XDG_CACHE_HOME", ELSEWHERE), "Linux", HOME_TEXT).orElseThrow());
    assertEquals(
        named.resolve("sluice"),
        UserCache.folder(Map.of("LOCALAPPDATA", ELSEWHERE), "Windows 11", HOME_TEXT).orElseThrow());
    assertEquals(
        named,
        UserCache.folder(
                Map.of("SLUICE_CACHE", ELSEWHERE, "XDG_CACHE_HOME", "/other"), "Linux", HOME_TEXT)
            .orElseThrow());
  }

  @Test
  void ignoresARelativeXdgFolder() {
    assertEquals(
        HOME.resolve(".cache/sluice"),
        UserCache.folder(Map.of("XDG_CACHE_HOME", "cache"), "Linux", HOME_TEXT).orElseThrow());
  }

  @Test
  void hasNoFolderWithoutAHome() {
    for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
      for (String home : List.of("?", "", "relative")) {
        assertEquals(Optional.empty(), UserCache.folder(Map.of(), system, home));
      }
    }
    assertEquals(
        Optional.of(Path.of(ELSEWHERE).resolve("sluice")),
        UserCache.folder(Map.of("XDG_CACHE_HOME", ELSEWHERE), "Linux", "?"));
  }

  @Test
  void withoutAHomeItIsAPrivateTemporaryFolderWithAWarning(@TempDir Path temp) throws Exception {
    ChildRun run =
        ChildRun.Jvm.with("-Duser.home=?", "-Djava.io.tmpdir=" + temp)
            .environment(Map.of("SLUICE_CACHE", "", "XDG_CACHE_HOME", "", "LOCALAPPDATA", ""))
            .run(PrintFolder.class)
            .expect(0);
    Path folder = Path.of(run.out().strip());
    assertEquals(temp, folder.getParent());
    assertTrue(run.err().contains("no home folder (is HOME set?)"), run.err());
    assertTrue(run.err().contains(folder.toString()), run.err());
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX permissions")
  void aTemporaryFolderThatOthersCanWriteToIsRefused(@TempDir Path temp) throws Exception {
    Path folder = TemporaryCache.folder(temp);
    assertEquals(folder, TemporaryCache.folder(temp));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String refused =
        assertThrows(UncheckedIOException.class, () -> TemporaryCache.folder(temp)).getMessage();
    assertTrue(refused.contains("set SLUICE_CACHE"), refused);
    Files.delete(folder);
    Files.createSymbolicLink(folder, Files.createDirectory(temp.resolve("other")));
    assertThrows(UncheckedIOException.class, () -> TemporaryCache.folder(temp));
  }

  /** Prints the folder. */
  static final class PrintFolder {
    public static void main(String[] arguments) {
      System.out.println(UserCache.folder());
    }
  }
}

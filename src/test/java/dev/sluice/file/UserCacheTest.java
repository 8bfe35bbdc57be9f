package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {
  private static final Path HOME = Path.of("home").toAbsolutePath();
  private static final String ELSEWHERE = Path.of("elsewhere").toAbsolutePath().toString();

  @Test
  void followsEachPlatform() {
    assertEquals(HOME.resolve(".cache/sluice"), UserCache.folder(Map.of(), "Linux", HOME));
    assertEquals(
        HOME.resolve("Library/Caches/sluice"), UserCache.folder(Map.of(), "Mac OS X", HOME));
    assertEquals(
        HOME.resolve("AppData/Local/sluice"), UserCache.folder(Map.of(), "Windows 11", HOME));
  }

  @Test
  void followsTheEnvironment() {
    Path named = Path.of(ELSEWHERE);
    assertEquals(
        named.resolve("sluice"),
        UserCache.folder(Map.of("XDG_CACHE_HOME", ELSEWHERE), "Linux", HOME));
    assertEquals(
        named.resolve("sluice"),
        UserCache.folder(Map.of("LOCALAPPDATA", ELSEWHERE), "Windows 11", HOME));
    assertEquals(
        named,
        UserCache.folder(
            Map.of("SLUICE_CACHE", ELSEWHERE, "XDG_CACHE_HOME", "/other"), "Linux", HOME));
  }

  @Test
  void ignoresARelativeXdgFolder() {
    assertEquals(
        HOME.resolve(".cache/sluice"),
        UserCache.folder(Map.of("XDG_CACHE_HOME", "cache"), "Linux", HOME));
  }
}

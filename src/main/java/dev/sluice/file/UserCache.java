package dev.sluice.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where fetched and derived files are kept between runs. */
public final class UserCache {
  /** Environment variable that overrides the place. */
  public static final String VARIABLE = "SLUICE_CACHE";

  private UserCache() {}

  /**
   * The cache folder of this user: {@code $SLUICE_CACHE} if set; else {@code %LOCALAPPDATA%\sluice}
   * on Windows, {@code ~/Library/Caches/sluice} on macOS, {@code $XDG_CACHE_HOME/sluice} or {@code
   * ~/.cache/sluice} elsewhere. It need not exist yet. A user without a home folder, as in a
   * container where {@code HOME} is not set, has a private folder among the temporary files, and a
   * warning says so.
   *
   * @throws java.io.UncheckedIOException if there is no home folder, and the temporary one cannot
   *     be made or belongs to another user
   */
  public static Path folder() {
    return folder(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
        .orElseGet(TemporaryCache::folder);
  }

  /** Empty where it would lie in the home folder and {@code home} is no absolute path. */
  static Optional<Path> folder(Map<String, String> environment, String osName, String home) {
    String override = environment.getOrDefault(VARIABLE, "");
    if (!override.isBlank()) {
      return Optional.of(Path.of(override).toAbsolutePath());
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return absolute(environment.get("LOCALAPPDATA"))
          .or(() -> absolute(home).map(found -> found.resolve("AppData").resolve("Local")))
          .map(UserCache::ours);
    }
    if (os.startsWith("mac")) {
      return absolute(home).map(found -> ours(found.resolve("Library").resolve("Caches")));
    }
    // The XDG specification says that a relative path is to be ignored.
    return absolute(environment.get("XDG_CACHE_HOME"))
        .or(() -> absolute(home).map(found -> found.resolve(".cache")))
        .map(UserCache::ours);
  }

  private static Path ours(Path folder) {
    return folder.resolve("sluice");
  }

  /** Java writes "?" for a home folder that it does not know. */
  private static Optional<Path> absolute(String path) {
    return Optional.ofNullable(path)
        .filter(text -> !text.isBlank() && !text.equals("?"))
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}

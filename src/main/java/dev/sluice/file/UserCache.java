package dev.sluice.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder where fetched and derived files are kept between runs. */
public final class UserCache {
  /** Environment variable that sets the folder. */
  public static final String VARIABLE = "SLUICE_CACHE";

  private UserCache() {}

  /**
   * The cache folder of this user; it need not exist. It is the first of these:
   *
   * <ul>
   *   <li>{@code $SLUICE_CACHE}, if set
   *   <li>on Windows {@code %LOCALAPPDATA%\sluice}
   *   <li>on macOS {@code ~/Library/Caches/sluice}
   *   <li>elsewhere {@code $XDG_CACHE_HOME/sluice} or {@code ~/.cache/sluice}
   *   <li>without a home folder, as in a container where {@code HOME} is not set, a private folder
   *       among the temporary files; a warning is logged
   * </ul>
   *
   * @throws java.io.UncheckedIOException if there is no home folder, and the temporary folder
   *     cannot be created or is not private
   */
  public static Path folder() {
    return folder(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
        .orElseGet(TemporaryCache::folder);
  }

  /** Empty if the folder would be in the home folder and {@code home} is not an absolute path. */
  static Optional<Path> folder(Map<String, String> environment, String osName, String home) {
    String override = environment.getOrDefault(VARIABLE, "");
    if (!override.isBlank()) {
      return Optional.of(Path.of(override).toAbsolutePath());
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return absolute(environment.get("LOCALAPPDATA"))
          .or(() -> absolute(home).map(found -> found.resolve("AppData").resolve("Local")))
          .map(UserCache::subfolder);
    }
    if (os.startsWith("mac")) {
      return absolute(home).map(found -> subfolder(found.resolve("Library").resolve("Caches")));
    }
    // The XDG specification says that relative paths are ignored.
    return absolute(environment.get("XDG_CACHE_HOME"))
        .or(() -> absolute(home).map(found -> found.resolve(".cache")))
        .map(UserCache::subfolder);
  }

  private static Path subfolder(Path folder) {
    return folder.resolve("sluice");
  }

  /** Empty for "?" too, which Java uses for an unknown home folder. */
  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path)
        .filter(text -> !text.isBlank() && !text.equals("?"))
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}

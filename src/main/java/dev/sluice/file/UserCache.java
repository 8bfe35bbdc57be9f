package dev.sluice.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where fetched and derived files are kept between runs. */
public final class UserCache {
  /** Environment variable that overrides the place. */
  public static final String VARIABLE = "SLUICE_CACHE";

  private UserCache() {}

  /**
   * The cache folder of this user: {@code $SLUICE_CACHE} if set; else {@code %LOCALAPPDATA%\sluice}
   * on Windows, {@code ~/Library/Caches/sluice} on macOS, {@code $XDG_CACHE_HOME/sluice} or {@code
   * ~/.cache/sluice} elsewhere. It need not exist yet.
   */
  public static Path folder() {
    return folder(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  static Path folder(Map<String, String> environment, String osName, Path home) {
    String override = environment.getOrDefault(VARIABLE, "");
    if (!override.isBlank()) {
      return Path.of(override).toAbsolutePath();
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local))
          .resolve("sluice");
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve("sluice");
    }
    // The XDG specification says that a relative path is to be ignored.
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    boolean usable = !xdg.isBlank() && Path.of(xdg).isAbsolute();
    return (usable ? Path.of(xdg) : home.resolve(".cache")).resolve("sluice");
  }
}

package dev.sluice.device.cuda.library;

import dev.sluice.file.UserCache;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine as the search for libraries sees it: files, environment variables and properties.
 * Tests give it a root of their own.
 *
 * @param root the folder that stands for {@code /}
 * @param environment the environment variables of the process
 * @param properties the system properties that the search uses
 * @param cache the folder for files that are kept between runs
 */
record HostEnvironment(
    Path root, Map<String, String> environment, Map<String, String> properties, Path cache) {
  private static final List<String> PROPERTIES =
      List.of(
          "java.library.path",
          "os.arch",
          "os.name",
          "user.home",
          CudaLibraries.SETTING,
          LibrarySearch.RENAME_SETTING);

  HostEnvironment {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }

  /** This machine and this process. */
  static HostEnvironment here() {
    var properties = new HashMap<String, String>();
    for (String name : PROPERTIES) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    Path cache = UserCache.folder().resolve("cuda");
    return new HostEnvironment(Path.of("/"), System.getenv(), properties, cache);
  }

  /** Resolves an absolute path below the root, and a relative one from the working directory. */
  Path at(String path) {
    return path.startsWith("/") ? root.resolve(path.substring(1)) : Path.of(path).toAbsolutePath();
  }

  /**
   * The folders of a list that the user wrote for this program. Relative ones start from the
   * working directory.
   */
  List<Path> named(@Nullable String list) {
    return elements(list).filter(folder -> !folder.isBlank()).map(this::at).toList();
  }

  /**
   * The absolute folders of a list such as {@code LD_LIBRARY_PATH}. An empty or relative element
   * means the working directory or a folder below it. Anybody may have put a file there, so no code
   * is loaded from it.
   */
  List<Path> folders(@Nullable String list) {
    return elements(list).filter(folder -> folder.startsWith("/")).map(this::at).toList();
  }

  /** The absolute folders that an environment variable lists; none if it is not set. */
  List<Path> foldersOf(String variable) {
    return folders(environment.get(variable));
  }

  private static Stream<String> elements(@Nullable String list) {
    return Stream.of(Objects.requireNonNullElse(list, "").split(":"));
  }

  /** The user's home folder. */
  Path home() {
    return at(properties.getOrDefault("user.home", "/root"));
  }
}

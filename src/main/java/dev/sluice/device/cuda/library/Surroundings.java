package dev.sluice.device.cuda.library;

import dev.sluice.file.UserCache;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a search for libraries sees of the machine.
 *
 * @param root below which the machine's folders lie: {@code /}
 * @param environment the process's variables
 * @param properties of the JVM's system properties those that the search knows
 * @param cache where files are kept between runs
 */
record Surroundings(
    Path root, Map<String, String> environment, Map<String, String> properties, Path cache) {
  private static final List<String> PROPERTIES =
      List.of(
          "java.library.path",
          "os.arch",
          "os.name",
          "user.home",
          CudaLibraries.SETTING,
          LibrarySearch.RENAME_SETTING);

  Surroundings {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }

  /** This machine and this process. */
  static Surroundings here() {
    var properties = new HashMap<String, String>();
    for (String name : PROPERTIES) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    Path cache = UserCache.folder().resolve("cuda");
    return new Surroundings(Path.of("/"), System.getenv(), properties, cache);
  }

  /** An absolute path of the machine; a relative one is taken from the working directory. */
  Path at(String path) {
    return path.startsWith("/") ? root.resolve(path.substring(1)) : Path.of(path).toAbsolutePath();
  }

  /** The variable's value; empty if it is not set or blank. */
  Stream<String> variable(String name) {
    return Stream.of(environment.getOrDefault(name, "")).filter(value -> !value.isBlank());
  }

  /** The folders of a list such as {@code LD_LIBRARY_PATH}. */
  List<Path> folders(String list) {
    return Stream.of(Objects.requireNonNullElse(list, "").split(":"))
        .filter(folder -> !folder.isBlank())
        .map(this::at)
        .toList();
  }

  /** The user's home. */
  Path home() {
    return at(properties.getOrDefault("user.home", "/root"));
  }
}

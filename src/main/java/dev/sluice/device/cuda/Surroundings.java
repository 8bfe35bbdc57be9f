package dev.sluice.device.cuda;

import dev.sluice.file.UserCache;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a search for libraries sees of the machine.
 *
 * @param root below which the machine's folders lie: {@code /}
 * @param environment the process's variables
 * @param properties the JVM's system properties
 * @param cache where files are kept between runs
 */
record Surroundings(
    Path root, Map<String, String> environment, Map<String, String> properties, Path cache) {

  Surroundings {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }

  /** This machine and this process. */
  static Surroundings here() {
    Properties system = System.getProperties();
    var properties = new LinkedHashMap<String, String>();
    system.stringPropertyNames().forEach(name -> properties.put(name, system.getProperty(name)));
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

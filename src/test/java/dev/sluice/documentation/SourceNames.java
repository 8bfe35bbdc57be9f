package dev.sluice.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The classes, packages and methods of the sources, by name. */
final class SourceNames {
  private static final Path MAIN = Path.of("src/main/java");
  private static final List<Path> ROOTS = List.of(MAIN, Path.of("src/test/java"));

  private static final Pattern METHOD = Pattern.compile("\\b(\\w+)\\(");

  private final Map<String, List<String>> fullNames = new HashMap<>();
  private final Set<String> packages = new HashSet<>();
  private final Set<String> methods = new HashSet<>();

  /** Reads the source folders. */
  static SourceNames read() {
    SourceNames names = new SourceNames();
    for (Path root : ROOTS) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(SourceNames::isClass).toList()) {
          names.add(root, file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("package-info.java");
  }

  private void add(Path root, Path file) throws IOException {
    String full = root.relativize(file).toString().replace(".java", "").replace('/', '.');
    String simple = full.substring(full.lastIndexOf('.') + 1);
    fullNames.computeIfAbsent(simple, name -> new ArrayList<>()).add(full);
    if (root.equals(MAIN)) {
      packages.add(full.substring(0, full.lastIndexOf('.')));
      METHOD.matcher(Files.readString(file)).results().forEach(m -> methods.add(m.group(1)));
    }
  }

  /** The full names of the top-level classes of that simple name. */
  List<String> classes(String simpleName) {
    return fullNames.getOrDefault(simpleName, List.of());
  }

  /** The full names of the packages of the main sources. */
  Set<String> packages() {
    return packages;
  }

  /** Whether a full name is that of a class or a package. */
  boolean exists(String fullName) {
    String path = fullName.replace('.', '/');
    return ROOTS.stream()
        .anyMatch(
            root ->
                Files.isDirectory(root.resolve(path))
                    || Files.isRegularFile(root.resolve(path + ".java")));
  }

  /** Whether a method of that name is declared or called anywhere in the main sources. */
  boolean hasMethod(String name) {
    return methods.contains(name);
  }

  /** Whether a dotted name, such as {@code Gru.Reset.BEFORE}, leads to a member of a class. */
  boolean resolves(String dotted) {
    String[] parts = dotted.split("\\.");
    for (String full : classes(parts[0])) {
      if (resolves(load(full), parts)) {
        return true;
      }
    }
    return false;
  }

  private static boolean resolves(Class<?> type, String... parts) {
    Class<?> current = type;
    for (int i = 1; i < parts.length; i++) {
      Optional<Class<?>> nested = nested(current, parts[i]);
      if (nested.isEmpty()) {
        return i == parts.length - 1 && hasMember(current, parts[i]);
      }
      current = nested.get();
    }
    return true;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, SourceNames.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Class<?>> nested(Class<?> type, String name) {
    return Stream.<Class<?>>of(type.getDeclaredClasses())
        .filter(each -> each.getSimpleName().equals(name))
        .findFirst();
  }

  private static boolean hasMember(Class<?> type, String name) {
    return Stream.of(type.getMethods(), type.getDeclaredMethods())
            .flatMap(Stream::of)
            .map(Method::getName)
            .anyMatch(name::equals)
        || Stream.of(type.getDeclaredFields()).map(Field::getName).anyMatch(name::equals);
  }
}

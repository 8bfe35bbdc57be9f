package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A fake machine below a temporary folder: libraries of a few bytes, environment variables and
 * properties.
 */
final class FakeMachine {
  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties =
      new HashMap<>(Map.of("user.home", "/home/ann", "os.name", "Linux", "os.arch", "amd64"));
  private final List<URL> classPath = new ArrayList<>();

  FakeMachine(Path root) {
    this.root = root;
  }

  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  FakeMachine library(String folder, String soname, String... needed) {
    FakeElf.write(at(folder), soname, needed);
    return this;
  }

  FakeMachine file(String path, String text) {
    try {
      Files.createDirectories(at(path).getParent());
      Files.writeString(at(path), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An executable shell script. */
  FakeMachine program(String path, String commands) throws IOException {
    file(path, "#!/bin/sh\n" + commands + "\n");
    if (!at(path).toFile().setExecutable(true)) {
      throw new IOException(path + " cannot be made executable");
    }
    return this;
  }

  FakeMachine variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  FakeMachine property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** A jar of libraries on the class path. */
  FakeMachine redistributable(String path, String... sonames) throws IOException {
    Files.createDirectories(at(path).getParent());
    try (var jar = new JarOutputStream(Files.newOutputStream(at(path)))) {
      jar.putNextEntry(new JarEntry("META-INF/other"));
      for (String soname : sonames) {
        jar.putNextEntry(new JarEntry(JarSource.FOLDER + soname));
        jar.write(FakeElf.library(soname));
      }
    }
    classPath.add(url(at(path)));
    return this;
  }

  HostEnvironment host() {
    return new HostEnvironment(root, environment, properties, at("/home/ann/.cache/sluice/cuda"));
  }

  LibrarySearch search() {
    return new LibrarySearch(host(), new URLClassLoader(classPath.toArray(URL[]::new), null));
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

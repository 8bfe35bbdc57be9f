package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lists the folders in which the system's own loader looks: the JVM's library path, {@code
 * LD_LIBRARY_PATH}, the folders of {@code /etc/ld.so.conf}, the default ones, and further ones from
 * the loader's cache.
 */
final class LoaderFolders {
  private static final List<String> USUAL =
      List.of(
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib64",
          "/usr/lib64",
          "/lib",
          "/usr/lib",
          "/usr/lib/wsl/lib",
          "/run/opengl-driver/lib",
          "/usr/local/nvidia/lib64");
  private static final String INCLUDE = "include";

  private final HostEnvironment host;
  private final Set<Path> folders = new LinkedHashSet<>();
  private final Set<Path> filesRead = new LinkedHashSet<>();

  private LoaderFolders(HostEnvironment host) {
    this.host = host;
  }

  /** The folders in the order of the search. */
  static List<Path> in(HostEnvironment host) {
    var search = new LoaderFolders(host);
    search.collect();
    return List.copyOf(search.folders);
  }

  private void collect() {
    folders.addAll(host.folders(host.properties().get("java.library.path")));
    folders.addAll(host.foldersOf("LD_LIBRARY_PATH"));
    readConfiguration(host.at("/etc/ld.so.conf"));
    USUAL.forEach(folder -> folders.add(host.at(folder)));
    folders.addAll(LoaderCache.folders(host));
  }

  private void readConfiguration(Path file) {
    if (!filesRead.add(file)) {
      return;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      return; // Not every system has this file.
    }
    for (String line : lines) {
      String entry = line.replaceFirst("#.*", "").strip();
      if (entry.startsWith(INCLUDE + " ") || entry.startsWith(INCLUDE + "\t")) {
        included(entry.substring(INCLUDE.length()).strip()).forEach(this::readConfiguration);
      } else if (entry.startsWith("/")) {
        folders.add(host.at(entry));
      }
    }
  }

  /** The files that match a pattern such as {@code /etc/ld.so.conf.d/*.conf}, sorted. */
  private List<Path> included(String pattern) {
    Path path = host.at(pattern.startsWith("/") ? pattern : "/etc/" + pattern);
    var files = new TreeSet<Path>();
    try (DirectoryStream<Path> matches =
        Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
      matches.forEach(files::add);
    } catch (IOException e) {
      return List.of();
    }
    return new ArrayList<>(files);
  }
}

package dev.sluice.device.cuda.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folders that may hold NVIDIA's libraries, in the order of the search. */
final class LibraryFolders {
  private LibraryFolders() {}

  /** The folders that the user named; empty if none. */
  static List<FolderSource> named(HostEnvironment surroundings) {
    return surroundings.named(surroundings.properties().get(CudaLibraries.SETTING)).stream()
        .map(folder -> new FolderSource(LibraryOrigin.SETTING, folder))
        .toList();
  }

  /** Where the system's loader looks. */
  static List<FolderSource> ofSystem(HostEnvironment surroundings) {
    return sources(LibraryOrigin.SYSTEM, LoaderFolders.in(surroundings));
  }

  /** Every folder that the user did not name. */
  static List<FolderSource> all(HostEnvironment surroundings) {
    var sources = new ArrayList<>(ofSystem(surroundings));
    sources.addAll(sources(LibraryOrigin.TOOLKIT, ToolkitFolders.in(surroundings)));
    sources.addAll(sources(LibraryOrigin.PYTHON, PythonFolders.in(surroundings)));
    Map<Path, FolderSource> first = new LinkedHashMap<>();
    sources.forEach(source -> first.putIfAbsent(source.folder(), source));
    return List.copyOf(first.values());
  }

  private static List<FolderSource> sources(LibraryOrigin origin, List<Path> folders) {
    return folders.stream().map(folder -> new FolderSource(origin, folder)).toList();
  }
}

package dev.sluice.device.cuda.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the folders that may hold NVIDIA's libraries, in the order of the search. */
final class LibraryFolders {
  private LibraryFolders() {}

  /** The folders that the user lists in {@link CudaLibraries#SETTING}; empty if there are none. */
  static List<FolderSource> named(HostEnvironment host) {
    return host.named(host.properties().get(CudaLibraries.SETTING)).stream()
        .map(folder -> new FolderSource(LibraryOrigin.SETTING, folder))
        .toList();
  }

  /** The folders in which the system's loader looks. */
  static List<FolderSource> ofSystem(HostEnvironment host) {
    return sources(LibraryOrigin.SYSTEM, LoaderFolders.in(host));
  }

  /** All folders of this machine, for a search without folders from the user. */
  static List<FolderSource> all(HostEnvironment host) {
    var sources = new ArrayList<>(ofSystem(host));
    sources.addAll(sources(LibraryOrigin.TOOLKIT, ToolkitFolders.in(host)));
    sources.addAll(sources(LibraryOrigin.PYTHON, PythonFolders.in(host)));
    Map<Path, FolderSource> first = new LinkedHashMap<>();
    sources.forEach(source -> first.putIfAbsent(source.folder(), source));
    return List.copyOf(first.values());
  }

  private static List<FolderSource> sources(LibraryOrigin origin, List<Path> folders) {
    return folders.stream().map(folder -> new FolderSource(origin, folder)).toList();
  }
}

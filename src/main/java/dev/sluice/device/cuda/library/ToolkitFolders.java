package dev.sluice.device.cuda.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lists the library folders of installed CUDA toolkits. */
final class ToolkitFolders {
  private static final List<String> VARIABLES = List.of("CUDA_HOME", "CUDA_PATH", "CONDA_PREFIX");
  private static final List<String> LIBRARIES = List.of("lib64", "targets/x86_64-linux/lib", "lib");

  private ToolkitFolders() {}

  /**
   * The folders in the order of the search: those from environment variables, then the newest
   * toolkit first.
   */
  static List<Path> in(HostEnvironment host) {
    var toolkits = new ArrayList<Path>();
    for (String name : VARIABLES) {
      toolkits.addAll(host.foldersOf(name));
    }
    toolkits.add(host.at("/usr/local/cuda"));
    toolkits.addAll(FolderListing.newestFirst(host.at("/usr/local"), "cuda-"));
    toolkits.add(host.at("/opt/cuda"));
    Set<Path> folders = new LinkedHashSet<>();
    for (Path toolkit : toolkits) {
      LIBRARIES.forEach(library -> folders.add(toolkit.resolve(library)));
    }
    return List.copyOf(folders);
  }
}

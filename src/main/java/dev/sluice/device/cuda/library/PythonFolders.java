package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists the folders of the libraries in Python's {@code nvidia-*} packages: {@code
 * nvidia/cublas/lib} and the like, or {@code nvidia/cu13/lib} since CUDA 13, below a {@code
 * site-packages} folder.
 */
final class PythonFolders {
  private static final List<String> INSTALLATIONS =
      List.of("/usr/local", "/usr", "/opt/conda", "/opt/venv");

  /** The longest chain of symbolic links that Linux follows. */
  private static final int MAX_LINKS = 40;

  private PythonFolders() {}

  /** The folders in the order of the search. */
  static List<Path> in(HostEnvironment host) {
    Set<Path> packages = new LinkedHashSet<>();
    packages.add(InstallAdvice.packagesFolder(host));
    packages.addAll(host.foldersOf("PYTHONPATH"));
    for (Path installation : installations(host)) {
      packages.addAll(packages(installation));
    }
    var folders = new ArrayList<Path>();
    for (Path folder : packages) {
      Path nvidia = folder.resolve("nvidia");
      FolderListing.names(nvidia, "").stream()
          .map(library -> nvidia.resolve(library).resolve("lib"))
          .filter(Files::isDirectory)
          .forEach(folders::add);
    }
    return List.copyOf(folders);
  }

  /** The folders that contain {@code lib/python3.11} or the like. */
  private static Set<Path> installations(HostEnvironment host) {
    Set<Path> found = new LinkedHashSet<>();
    found.addAll(host.foldersOf("VIRTUAL_ENV"));
    found.addAll(host.foldersOf("CONDA_PREFIX"));
    for (Path programs : host.foldersOf("PATH")) {
      Path python = programs.resolve("python3");
      if (Files.isExecutable(python)) {
        addInstallation(python, found);
        addTargets(python, found);
      }
    }
    found.add(host.home().resolve(".local"));
    INSTALLATIONS.stream().map(host::at).forEach(found::add);
    return found;
  }

  /**
   * Adds the installations of a {@code python3} that is a symbolic link: the one at its end, and a
   * virtual environment on the way.
   */
  private static void addTargets(Path python, Set<Path> found) {
    Path program = python;
    try {
      for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(program); links++) {
        program = program.resolveSibling(Files.readSymbolicLink(program)).normalize();
        addInstallation(program, found);
      }
      addInstallation(python.toRealPath(), found);
    } catch (IOException e) {
      // The link has vanished or cannot be followed, so it leads to no installation.
    }
  }

  private static void addInstallation(Path program, Set<Path> found) {
    Path programs = program.getParent();
    if (programs != null && programs.getParent() != null) {
      found.add(programs.getParent());
    }
  }

  private static List<Path> packages(Path installation) {
    var folders = new ArrayList<Path>();
    for (String library : List.of("lib", "lib64")) {
      for (Path python : FolderListing.newestFirst(installation.resolve(library), "python3")) {
        folders.add(python.resolve("site-packages"));
        folders.add(python.resolve("dist-packages"));
      }
    }
    return folders;
  }
}

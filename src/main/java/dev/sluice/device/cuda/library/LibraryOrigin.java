package dev.sluice.device.cuda.library;

/** How a library was found; in the order of the search. */
enum LibraryOrigin {
  /** The folders of {@link LibraryFolders#SETTING}. */
  SETTING(CudaLibraries.SETTING),
  /** Where the system's own loader looks. */
  SYSTEM("system loader"),
  /** An installed CUDA toolkit. */
  TOOLKIT("CUDA toolkit"),
  /** The packages {@code nvidia-*} of a Python. */
  PYTHON("Python package"),
  /** A jar of libraries. */
  CLASS_PATH("class path");

  private final String label;

  LibraryOrigin(String label) {
    this.label = label;
  }

  /** For people. */
  String label() {
    return label;
  }
}

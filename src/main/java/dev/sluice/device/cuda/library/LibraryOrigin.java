package dev.sluice.device.cuda.library;

/** How a library was found, in the order of the search. */
enum LibraryOrigin {
  /** In a folder that {@link CudaLibraries#SETTING} lists. */
  SETTING(CudaLibraries.SETTING),
  /** In a folder of the system's own loader. */
  SYSTEM("system loader"),
  /** In an installed CUDA toolkit. */
  TOOLKIT("CUDA toolkit"),
  /** In a Python package {@code nvidia-*}. */
  PYTHON("Python package"),
  /** In a jar on the class path. */
  CLASS_PATH("class path");

  private final String label;

  LibraryOrigin(String label) {
    this.label = label;
  }

  /** The readable name. */
  String label() {
    return label;
  }
}

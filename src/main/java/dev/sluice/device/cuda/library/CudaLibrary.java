package dev.sluice.device.cuda.library;

import java.util.List;

/** The libraries of NVIDIA that Sluice calls through JCuda. */
public enum CudaLibrary {
  /** The driver, which comes with the kernel module. */
  DRIVER("libcuda", List.of(1)),
  /** Matrix products. */
  CUBLAS("libcublas", List.of(12, 13)),
  /** The run-time compiler, for devices that no built image of the kernels fits. */
  NVRTC("libnvrtc", List.of(12, 13));

  /** Of CUDA's libraries, the major version that JCuda was built for. */
  static final int NATIVE_MAJOR = 12;

  private final String stem;
  private final List<Integer> majors;

  CudaLibrary(String stem, List<Integer> majors) {
    this.stem = stem;
    this.majors = majors;
  }

  /** The name without ending and version: {@code libcublas}. */
  public String stem() {
    return stem;
  }

  /** The versions that can be used, the preferred first. */
  List<Integer> majors() {
    return majors;
  }

  /** The name by which others need it: {@code libcublas.so.12}. */
  String soname(int major) {
    return stem + ".so." + major;
  }
}

package dev.sluice.device.cuda.library;

import java.util.List;

/** The libraries of NVIDIA that Sluice calls through JCuda. */
public enum CudaLibrary {
  /** The driver, which comes with the kernel module. */
  DRIVER("libcuda", 1, 1),
  /** Matrix products. */
  CUBLAS("libcublas", 12, 12, 13),
  /** The run-time compiler, for devices that no built image of the kernels fits. */
  NVRTC("libnvrtc", 12, 12, 13),
  /** Whole recurrences, for those who ask for its plan. */
  CUDNN("libcudnn", 8, 8, 9);

  private final String stem;
  private final int nativeMajor;
  private final List<Integer> majors;

  CudaLibrary(String stem, int nativeMajor, Integer... majors) {
    this.stem = stem;
    this.nativeMajor = nativeMajor;
    this.majors = List.of(majors);
  }

  /** The name without ending and version: {@code libcublas}. */
  public String stem() {
    return stem;
  }

  /** The version that JCuda's native was built for. */
  int nativeMajor() {
    return nativeMajor;
  }

  /** The versions that can be used, the preferred first. */
  List<Integer> majors() {
    return majors;
  }

  /** What the versions are of, for people. */
  String product() {
    return this == CUDNN ? "cuDNN" : "CUDA";
  }

  /** Whether the rest can be used without it. */
  boolean optional() {
    return this == NVRTC || this == CUDNN;
  }

  /** Whether it is loaded only once somebody needs it. */
  boolean onDemand() {
    return this == CUDNN;
  }

  /** The name by which others need it: {@code libcublas.so.12}. */
  String soname(int major) {
    return stem + ".so." + major;
  }
}

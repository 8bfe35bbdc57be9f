package dev.sluice.device.cuda.library;

import java.util.List;

/** NVIDIA's libraries that Sluice calls through JCuda. */
public enum CudaLibrary {
  /** The driver's library, which is installed with the kernel module. */
  DRIVER("libcuda", 1, 1),
  /** Matrix products. */
  CUBLAS("libcublas", 12, 12, 13),
  /** The run-time compiler, for devices that none of the built kernel images supports. */
  NVRTC("libnvrtc", 12, 12, 13),
  /** Whole recurrences, for plan cudnn. */
  CUDNN("libcudnn", 8, 8, 9);

  private final String stem;
  private final int nativeMajor;
  private final List<Integer> majors;

  CudaLibrary(String stem, int nativeMajor, Integer... majors) {
    this.stem = stem;
    this.nativeMajor = nativeMajor;
    this.majors = List.of(majors);
  }

  /** The file name without ending and version, such as {@code libcublas}. */
  public String stem() {
    return stem;
  }

  /** The major version that JCuda's native library was built for. */
  int nativeMajor() {
    return nativeMajor;
  }

  /** The major versions that can be used, the preferred one first. */
  List<Integer> majors() {
    return majors;
  }

  /** The readable name of the product that the versions count. */
  String product() {
    return this == CUDNN ? "cuDNN" : "CUDA";
  }

  /** Whether the other libraries can be used without it. */
  boolean optional() {
    return this == NVRTC || this == CUDNN;
  }

  /** Whether it is loaded only when it is first needed. */
  boolean onDemand() {
    return this == CUDNN;
  }

  /** The name that other libraries refer to, such as {@code libcublas.so.12}. */
  String soname(int major) {
    return stem + ".so." + major;
  }
}

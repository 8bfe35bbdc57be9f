package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import java.util.List;
import java.util.Set;

/** Compiles the image of a module at run time. */
interface KernelCompiler {

  /** The compiler's name and version, such as {@code NVRTC 12.6}. */
  String version();

  /** The numbers of the architectures that it supports, such as 90 for compute capability 9.0. */
  Set<Integer> architectures();

  /**
   * Compiles one module.
   *
   * @param options command-line options of the compiler, including the target
   * @return machine code, or PTX with a zero byte at its end, depending on the target
   * @throws DeviceException with the whole log, if the source does not compile
   */
  byte[] compile(KernelSource source, CompilationTarget target, List<String> options);
}

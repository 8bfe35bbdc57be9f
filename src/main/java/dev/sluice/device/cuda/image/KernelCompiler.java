package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import java.util.List;
import java.util.Set;

/** Makes an image of a module at run time. */
interface KernelCompiler {

  /** Name and version, such as {@code NVRTC 12.6}. */
  String version();

  /** Numbers of the architectures that it compiles for, 90 for compute capability 9.0. */
  Set<Integer> architectures();

  /**
   * Compiles one module.
   *
   * @param options in the compiler's words, the target among them
   * @return machine code, or PTX with its closing zero byte, as the target says
   * @throws DeviceException if it does not compile, with the whole log
   */
  byte[] compile(KernelSource source, CompilationTarget target, List<String> options);
}

package dev.sluice.device.cuda.driver;

import dev.sluice.device.cuda.image.KernelImages;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The loaded kernels of one device. A file is loaded when its first kernel is asked for. */
public final class KernelModules implements AutoCloseable {
  private final KernelImages images;
  private final Map<String, CUmodule> modules = new HashMap<>();
  private final Map<String, CUfunction> functions = new HashMap<>();

  public KernelModules(KernelImages images) {
    this.images = images;
  }

  /**
   * The driver's handle of a kernel.
   *
   * @param module the file in {@code kernels/}, without {@code .cu}
   * @param name of the kernel in it; unique among all files
   */
  public CUfunction function(String module, String name) {
    CUfunction known = functions.get(name);
    if (known != null) {
      return known;
    }
    CUmodule loaded = modules.computeIfAbsent(module, images::load);
    CUfunction function = new CUfunction();
    CudaCalls.check(
        "cuModuleGetFunction",
        "kernel " + name + " of " + module + ".cu",
        () -> JCudaDriver.cuModuleGetFunction(function, loaded, name));
    functions.put(name, function);
    return function;
  }

  @Override
  public void close() {
    functions.clear();
    modules.forEach(
        (name, module) ->
            CudaCalls.check("cuModuleUnload", name, () -> JCudaDriver.cuModuleUnload(module)));
    modules.clear();
  }
}

package dev.sluice.device.cuda.image;

import jcuda.CudaException;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Loads an image by the driver; tests replace it. */
@FunctionalInterface
interface ModuleLoader {

  /**
   * Loads an image into the current context.
   *
   * @throws CudaException if the driver refuses the image; its message is the name of the driver's
   *     code
   */
  CUmodule load(byte[] image);

  /** Loads by the driver of this process. JCuda's exceptions must be enabled. */
  static ModuleLoader driver() {
    return image -> {
      var module = new CUmodule();
      JCudaDriver.cuModuleLoadData(module, image);
      return module;
    };
  }
}

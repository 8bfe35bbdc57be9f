package dev.sluice.device.cuda.image;

import jcuda.CudaException;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Gives an image to the driver. */
@FunctionalInterface
interface ModuleLoader {

  /**
   * Loads an image into the current context.
   *
   * @throws CudaException if the driver refuses, whose message is the name of the code
   */
  CUmodule load(byte[] image);

  /** The driver of this process; JCuda's exceptions must be on. */
  static ModuleLoader driver() {
    return image -> {
      var module = new CUmodule();
      JCudaDriver.cuModuleLoadData(module, image);
      return module;
    };
  }
}

package dev.sluice.device.cuda;

import dev.sluice.device.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Provisional: loads the built image only. */
final class KernelImages {
  KernelImages(ComputeCapability capability, int driverVersion) {}

  CUmodule load(String name) {
    try (InputStream in = KernelImages.class.getResourceAsStream("kernels/" + name + ".fatbin")) {
      if (in == null) {
        throw new DeviceException("no image of " + name);
      }
      byte[] image = in.readAllBytes();
      CUmodule module = new CUmodule();
      Failure.check("cuModuleLoadData", name, () -> JCudaDriver.cuModuleLoadData(module, image));
      return module;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

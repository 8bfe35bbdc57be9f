package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceProvider;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.cuda.driver.CudaDriver;
import dev.sluice.device.cuda.library.LibraryReport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists and opens the NVIDIA GPUs of this machine. */
public final class CudaDeviceProvider implements DeviceProvider {

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public @Nullable String unavailable() {
    return CudaDriver.get().unavailable();
  }

  @Override
  public List<String> devices() {
    return CudaDriver.get().descriptions();
  }

  @Override
  public List<String> report() {
    return LibraryReport.lines();
  }

  @Override
  public Device open(DeviceOptions options) {
    String unavailable = unavailable();
    if (unavailable != null) {
      throw new DeviceUnavailableException(name(), unavailable);
    }
    int devices = CudaDriver.get().devices();
    if (options.ordinal() >= devices) {
      throw new DeviceUnavailableException(
          name() + ":" + options.ordinal(),
          devices == 1
              ? "there is one GPU, cuda:0"
              : String.format(Locale.ROOT, "there are %d GPUs", devices));
    }
    return new CudaDevice(options);
  }
}

package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jcuda.CudaException;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the kernels of one device. It uses the image that was built with this jar, if the driver
 * accepts it. Otherwise NVRTC compiles the source for exactly this device, and the image is kept in
 * the user's cache folder. One log line says which of the two is used.
 *
 * <p>{@code -Dsluice.cuda.kernels=built} or {@code =compile} allows only one of the two.
 *
 * <p>Thread-safe.
 */
public final class KernelImages {
  private static final Logger LOG = LoggerFactory.getLogger(KernelImages.class);

  /** The driver's codes for a valid image that it or its device does not support. */
  private static final Set<String> REFUSALS =
      IntStream.of(
              CUresult.CUDA_ERROR_INVALID_IMAGE,
              CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
              CUresult.CUDA_ERROR_INVALID_PTX,
              CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND,
              CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
              CUresult.CUDA_ERROR_JIT_COMPILATION_DISABLED,
              CUresult.CUDA_ERROR_INVALID_SOURCE)
          .mapToObj(CUresult::stringFor)
          .collect(Collectors.toUnmodifiableSet());

  private final KernelDelivery delivery;
  private final KernelFiles files;
  private final ModuleLoader loader;
  private final CompiledImages compiled;
  private final String device;
  private final Set<String> announced = new HashSet<>();

  /** Why the driver refused the built images; null if it has not. */
  private @Nullable String refusal;

  /**
   * Creates the loader of one device's kernels.
   *
   * @param capability of the device
   * @param driverVersion as {@code cuDriverGetVersion} gives it: 12040 for 12.4
   * @throws IllegalArgumentException if the system property has another value
   */
  public KernelImages(ComputeCapability capability, int driverVersion) {
    this(
        capability,
        driverVersion,
        KernelDelivery.chosen(),
        KernelFiles.bundled(),
        Nvrtc::new,
        ImageCache.ofUser(),
        ModuleLoader.driver());
  }

  /** As {@link #KernelImages(ComputeCapability, int)}, with its parts as arguments. */
  KernelImages(
      ComputeCapability capability,
      int driverVersion,
      KernelDelivery delivery,
      KernelFiles files,
      Supplier<KernelCompiler> compiler,
      ImageCache cache,
      ModuleLoader loader) {
    this.delivery = delivery;
    this.files = files;
    this.loader = loader;
    this.compiled = new CompiledImages(capability, driverVersion, compiler, cache);
    this.device =
        String.format(
            Locale.ROOT,
            "compute capability %s, driver for CUDA %d.%d",
            capability,
            driverVersion / 1000,
            driverVersion % 1000 / 10);
  }

  /**
   * Loads a module into the current context.
   *
   * @param module the name of its file without {@code .cu}
   * @throws DeviceException if there is no image or the driver fails; if the source does not
   *     compile, with the compiler's whole log
   * @throws IllegalArgumentException if there is no such module
   */
  public synchronized CUmodule load(String module) {
    KernelSource source = KernelSource.read(files, module);
    if (delivery == KernelDelivery.COMPILED) {
      return loadCompiled(source, KernelDelivery.PROPERTY + "=compile");
    }
    if (refusal != null) {
      return loadCompiled(source, refusal);
    }
    Optional<BuiltImage> built = BuiltImage.find(files, source);
    if (built.isPresent()) {
      return loadBuilt(source, built.get());
    }
    String absence = "this build has no image of its current sources";
    if (delivery == KernelDelivery.BUILT) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "kernels/%s: %s=built, but %s",
              source.file(),
              KernelDelivery.PROPERTY,
              absence));
    }
    return loadCompiled(source, absence);
  }

  private CUmodule loadBuilt(KernelSource source, BuiltImage built) {
    String origin = "built by nvcc " + built.nvcc();
    try {
      CUmodule loaded = loader.load(built.bytes());
      announce(origin);
      return loaded;
    } catch (CudaException e) {
      if (delivery == KernelDelivery.BUILT || !REFUSALS.contains(e.getMessage())) {
        throw failure(source, origin, e);
      }
      refusal = "the driver refused the images " + origin + ": " + e.getMessage();
      LOG.info("kernels: {} ({}); compiling them", refusal, device);
      return loadCompiled(source, refusal);
    }
  }

  private CUmodule loadCompiled(KernelSource source, String reason) {
    CompiledImages.Image image = compile(source, reason);
    try {
      CUmodule loaded = loader.load(image.bytes());
      announce(image.origin());
      return loaded;
    } catch (CudaException e) {
      throw failure(source, image.origin(), e);
    }
  }

  private CompiledImages.Image compile(KernelSource source, String reason) {
    try {
      return compiled.of(source);
    } catch (DeviceException e) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "kernels/%s must be compiled at run time, because %s: %s",
              source.file(),
              reason,
              e.getMessage()),
          e);
    }
  }

  private DeviceException failure(KernelSource source, String origin, CudaException e) {
    return new DeviceException(
        String.format(
            Locale.ROOT,
            "cuModuleLoadData of kernels/%s, %s (%s): %s",
            source.file(),
            origin,
            device,
            e.getMessage()),
        e);
  }

  private void announce(String origin) {
    if (announced.add(origin)) {
      LOG.info("kernels: {}", origin);
    }
  }
}

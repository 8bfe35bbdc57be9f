package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import dev.sluice.file.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Provides images compiled at run time for one device; takes them from the cache if it has them.
 */
final class CompiledImages {
  /** Without fast math. The line table lets a profiler and compute-sanitizer name source lines. */
  private static final List<String> OPTIONS = List.of("--std=c++17", "--generate-line-info");

  private final ComputeCapability device;
  private final int driverVersion;
  private final Supplier<KernelCompiler> opening;
  private final ImageCache cache;
  private @Nullable KernelCompiler compiler;

  /**
   * A compiled image.
   *
   * @param bytes the image, for the driver
   * @param origin readable, such as {@code compiled by NVRTC 12.6 for sm_90 (cached)}
   */
  record Image(byte[] bytes, String origin) {}

  /**
   * Creates the provider of images for one device.
   *
   * @param driverVersion as {@code cuDriverGetVersion} gives it
   * @param opening loads the compiler or throws {@link DeviceException}; called once, at first use
   */
  CompiledImages(
      ComputeCapability device,
      int driverVersion,
      Supplier<KernelCompiler> opening,
      ImageCache cache) {
    this.device = device;
    this.driverVersion = driverVersion;
    this.opening = opening;
    this.cache = cache;
  }

  /**
   * The image of a module.
   *
   * @throws DeviceException if there is no compiler, if it does not support the device, or if the
   *     source does not compile
   */
  Image of(KernelSource source) {
    KernelCompiler compiler = compiler();
    var target = CompilationTarget.choose(device, compiler.architectures());
    List<String> options = options(target);
    String origin = "compiled by " + compiler.version() + " for " + target;
    String key = key(source, target, compiler.version(), options);
    Optional<byte[]> cached = cache.find(key);
    if (cached.isPresent()) {
      return new Image(cached.get(), origin + " (cached)");
    }
    byte[] image = compiler.compile(source, target, options);
    cache.keep(key, image);
    return new Image(image, origin);
  }

  private KernelCompiler compiler() {
    if (compiler == null) {
      compiler = opening.get();
    }
    return compiler;
  }

  private static List<String> options(CompilationTarget target) {
    return Stream.concat(Stream.of("--gpu-architecture=" + target), OPTIONS.stream()).toList();
  }

  /** A hash of everything that the image depends on, after a readable name. */
  private String key(
      KernelSource source, CompilationTarget target, String compiler, List<String> options) {
    var hash =
        new Sha256()
            .add(source.file())
            .add(source.text())
            .add(String.join(" ", options))
            .add(device.toString())
            .add(Integer.toString(driverVersion))
            .add(compiler);
    source.headers().forEach((name, text) -> hash.add(name).add(text));
    return source.module() + "-" + target + "-" + hash.hex();
  }
}

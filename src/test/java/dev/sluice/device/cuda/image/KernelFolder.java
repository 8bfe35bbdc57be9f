package dev.sluice.device.cuda.image;

import dev.sluice.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A folder of kernels in memory. */
final class KernelFolder implements KernelFiles {
  private final Map<String, byte[]> files = new HashMap<>();

  /** One module {@code scale} with a header, and no built image. */
  static KernelFolder withScale() {
    return new KernelFolder()
        .with("common.cuh", "#define FACTOR 2.0f\n")
        .with("scale.cu", "#include \"common.cuh\"\n");
  }

  KernelFolder with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  KernelFolder with(String name, byte[] contents) {
    files.put(name, contents);
    return this;
  }

  /** Adds the files that a build creates for a module: an image, here some text, and its record. */
  KernelFolder withBuilt(String module, String image) {
    return withBuilt(module, image.getBytes(StandardCharsets.UTF_8));
  }

  KernelFolder withBuilt(String module, byte[] image) {
    KernelSource source = KernelSource.read(this, module);
    var record = new StringBuilder("nvcc=13.0.88\n");
    record.append(
        String.format(Locale.ROOT, "sha256.%s=%s%n", source.file(), sha256(source.text())));
    source
        .headers()
        .forEach(
            (name, text) ->
                record.append(String.format(Locale.ROOT, "sha256.%s=%s%n", name, sha256(text))));
    return with(module + ".fatbin", image).with(module + ".fatbin.properties", record.toString());
  }

  @Override
  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static String sha256(String text) {
    return new Sha256().add(text.getBytes(StandardCharsets.UTF_8)).hex();
  }
}

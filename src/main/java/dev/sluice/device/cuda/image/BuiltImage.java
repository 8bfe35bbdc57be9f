package dev.sluice.device.cuda.image;

import dev.sluice.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image of a module that {@code ci/compile-kernels} has built: machine code for many
 * architectures. A properties file with it records the compiler and the SHA-256 of each source.
 *
 * @param bytes the image; the driver chooses the architecture
 * @param nvcc the version of the compiler
 */
record BuiltImage(byte[] bytes, String nvcc) {
  private static final Logger LOG = LoggerFactory.getLogger(BuiltImage.class);

  /** Finds the image of a module, if it was built from exactly this source. */
  static Optional<BuiltImage> find(KernelFiles files, KernelSource source) {
    String name = source.module() + ".fatbin";
    Optional<byte[]> image = files.find(name);
    Optional<byte[]> recorded = files.find(name + ".properties");
    if (image.isEmpty() || recorded.isEmpty()) {
      return Optional.empty();
    }
    Properties record = parse(name, recorded.get());
    Optional<String> changed = changed(record, source);
    if (changed.isPresent()) {
      // While sources are edited, target/classes still has the images of the last packaging.
      LOG.debug("kernels: {} was built from a different {}", name, changed.get());
      return Optional.empty();
    }
    return Optional.of(new BuiltImage(image.get(), record.getProperty("nvcc", "unknown")));
  }

  private static Optional<String> changed(Properties record, KernelSource source) {
    if (isOther(record, source.file(), source.text())) {
      return Optional.of(source.file());
    }
    return source.headers().entrySet().stream()
        .filter(header -> isOther(record, header.getKey(), header.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isOther(Properties record, String file, String text) {
    String hash = new Sha256().add(text.getBytes(StandardCharsets.UTF_8)).hex();
    return !hash.equals(record.getProperty("sha256." + file));
  }

  private static Properties parse(String name, byte[] text) {
    var properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException("kernels/" + name + ".properties cannot be read", e);
    }
    return properties;
  }
}

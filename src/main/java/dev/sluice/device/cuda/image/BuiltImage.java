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
 * What {@code ci/compile-kernels} made of a module: machine code for many architectures in one
 * image, and beside it a record of the compiler and of the SHA-256 of each source.
 *
 * @param bytes the image, for the driver to choose from
 * @param nvcc version of the compiler
 */
record BuiltImage(byte[] bytes, String nvcc) {
  private static final Logger LOG = LoggerFactory.getLogger(BuiltImage.class);

  /** The image of a module, if it was built, and from exactly this source. */
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
      // The folder of classes keeps the images of the last packaging while sources are edited.
      LOG.debug("kernels: {} was built from another {}", name, changed.get());
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

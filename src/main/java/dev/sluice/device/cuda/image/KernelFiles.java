package dev.sluice.device.cuda.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The folder with the kernels' sources and headers, and with the images built from them. */
@FunctionalInterface
interface KernelFiles {
  /** The folder on the class path into which Maven copies them. */
  String FOLDER = "/dev/sluice/device/cuda/kernels/";

  /**
   * The contents of a file, if it exists.
   *
   * @param name such as {@code lstm.cu}
   */
  Optional<byte[]> find(String name);

  /** The files in the jar or in {@code target/classes}. */
  static KernelFiles bundled() {
    return name -> {
      try (InputStream stream = KernelFiles.class.getResourceAsStream(FOLDER + name)) {
        return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("kernels/" + name + " cannot be read", e);
      }
    };
  }
}

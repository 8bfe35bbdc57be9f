package dev.sluice.device.cuda.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The folder of the kernels: sources, headers, and the images built from them. */
@FunctionalInterface
interface KernelFiles {
  /** Where Maven puts them. */
  String FOLDER = "/dev/sluice/device/cuda/kernels/";

  /**
   * The contents of a file.
   *
   * @param name such as {@code lstm.cu}
   */
  Optional<byte[]> find(String name);

  /** The files in the jar or in the folder of classes. */
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

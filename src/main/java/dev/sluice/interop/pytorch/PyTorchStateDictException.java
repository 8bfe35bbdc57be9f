package dev.sluice.interop.pytorch;

import java.nio.file.Path;

/**
 * Thrown if a file is not a state dict in safetensors format, or does not fit the module. The
 * message names the file, the tensor if there is one, and the expected and actual value.
 */
public final class PyTorchStateDictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PyTorchStateDictException(Path path, String message) {
    super(path + ": " + message);
  }

  PyTorchStateDictException(Path path, String message, Throwable cause) {
    super(path + ": " + message, cause);
  }
}

package dev.sluice.interop.pytorch;

import java.nio.file.Path;

/**
 * A file that is no state dict as safetensors, or not that of the module asked for. The message
 * names the file, the tensor where there is one, what was expected and what was found.
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

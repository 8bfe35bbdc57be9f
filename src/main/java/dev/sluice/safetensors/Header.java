package dev.sluice.safetensors;

import java.util.Map;

/**
 * The parsed header of a safetensors file.
 *
 * @param metadata entries of {@code __metadata__} in their order; unmodifiable
 * @param tensors tensors by name, in the order of their data; unmodifiable
 */
record Header(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
  /** The maximum size of a header in the format. */
  static final int MAX_BYTES = 100_000_000;

  /** The size of the header length, the first bytes of a file. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** The only key that is not the name of a tensor. */
  static final String METADATA_KEY = "__metadata__";
}

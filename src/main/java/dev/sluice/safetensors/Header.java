package dev.sluice.safetensors;

import java.util.Map;

/**
 * A parsed header.
 *
 * @param metadata the entries of {@code __metadata__} in their order; unmodifiable
 * @param tensors the tensors by name, in the order of their data; unmodifiable
 */
record Header(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
  /** The most bytes that the format allows a header to take. */
  static final int MAX_BYTES = 100_000_000;

  /** The bytes of the header length, with which a file begins. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** The one key that is no tensor's name. */
  static final String METADATA_KEY = "__metadata__";
}

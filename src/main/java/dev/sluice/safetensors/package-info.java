/**
 * The safetensors file format: named dense tensors and string metadata in one file. Files are read
 * strictly and written atomically. Begin with {@link dev.sluice.safetensors.SafetensorsFile}. This
 * package imports {@code file} only.
 *
 * <p>A file has three parts: the header length, 8 bytes, little-endian; a JSON header with the
 * {@code dtype}, {@code shape} and {@code data_offsets} of each tensor; and a buffer of
 * little-endian, row-major data, which the tensors cover without overlap or hole. The format is
 * defined by <a href="https://github.com/huggingface/safetensors">its reference implementation</a>.
 * This package writes the same layout, and refuses at least every file that the reference
 * implementation refuses.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.safetensors;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

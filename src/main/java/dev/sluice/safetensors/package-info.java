/**
 * The safetensors file format: named dense tensors and string metadata in one file, read strictly
 * and written atomically.
 *
 * <p>A file is an 8-byte little-endian header length, a JSON header that gives each tensor's {@code
 * dtype}, {@code shape} and {@code data_offsets}, and a buffer of little-endian, row-major data
 * that the tensors cover without overlap or hole. The format is defined by <a
 * href="https://github.com/huggingface/safetensors">its reference implementation</a>; this package
 * lays tensors out as that implementation does, and refuses at least every file that it refuses.
 */
package dev.sluice.safetensors;

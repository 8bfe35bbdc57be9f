/**
 * Tensors on the heap, their element types, their encoding in model files, and the limits of runs.
 * Start reading at {@link dev.sluice.interop.onnx.tensor.HostTensor}. Must not import operators or
 * graphs.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.onnx.tensor;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

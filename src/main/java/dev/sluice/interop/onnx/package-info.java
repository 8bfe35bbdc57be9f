/**
 * Runs ONNX models of other exporters. Start reading at {@link dev.sluice.interop.onnx.OnnxModel}.
 * The sub-package {@code export} writes models. {@code tensor} holds tensors on the heap, {@code
 * operator} and {@code recurrent} implement operators, and {@code run} plans and runs graphs; each
 * imports only those named before it.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.onnx;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

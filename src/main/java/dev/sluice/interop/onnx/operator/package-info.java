/**
 * ONNX operators, computed on the host. Start reading at {@link
 * dev.sluice.interop.onnx.operator.Operator} and {@link dev.sluice.interop.onnx.operator.NodeCall},
 * from which operators read their inputs and attributes. A new operator goes into the class of its
 * kind, or into a new class that is listed in {@code run.Operators}. May import only {@code
 * tensor}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.onnx.operator;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

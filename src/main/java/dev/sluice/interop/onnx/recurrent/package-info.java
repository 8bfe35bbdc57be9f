/**
 * The ONNX operators RNN, LSTM and GRU, computed with the cells of the engine. Only this package
 * knows the gate orders of ONNX. Start reading at {@link
 * dev.sluice.interop.onnx.recurrent.RecurrentOperators}. May import {@code operator} and {@code
 * tensor}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.interop.onnx.recurrent;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
